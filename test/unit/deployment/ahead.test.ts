import { describe, expect, test } from 'vitest'
import type { Deploy } from '../../../core/deployment/deploy.stage.ts'
import { namesOf } from '../../../core/deployment/names.rule.ts'
import type { Release } from '../../../core/deployment/release.ts'
import { atItsShare, hurry } from '../../../core/deployment/stages/pace.ts'
import { removeWaiting, startFirst } from '../../../core/deployment/stages/waiting.ts'
import { Fault } from '../../../core/error.ts'
import type { ContainerSpec } from '../../../core/ports/containers.ts'
import type { RemoteHost } from '../../../core/ports/host.ts'
import { exampleRelease } from './example-release.ts'

const release = { ...exampleRelease(), way: 'first', before: null } as const satisfies Partial<Release>
const names = namesOf(release)

interface Given {
  way?: Release['way']
  template?: string
  restores?: string
  /** What is on the server: containers and files. */
  there?: readonly string[]
  limited?: () => Promise<void>
}

/** As much of a server, and of a job there, as this takes; what was done, in its order. */
function serverWith({ way = 'first', template, restores, there = [], limited = () => Promise.resolve() }: Given) {
  const acts: string[] = []
  const act = (...words: unknown[]) => Promise.resolve(void acts.push(words.join(' ')))
  const seen = (name: string) => Promise.resolve(there.includes(name) ? { name, labels: {} } : null)
  const host = {
    run: () => Promise.resolve({ code: 0, output: 'MemAvailable: 16000000 kB\n', errors: '' }),
    containers: {
      find: seen,
      ahead: ({ name, command }: ContainerSpec) => act('ahead', name, command.slice(-4, -2).join(' ')),
      create: ({ name }: ContainerSpec) => act('create', name),
      start: (name: string) => act('start', name),
      remove: (name: string) => act('remove', name),
      limit: (name: string, { cpu, memoryMb }: { cpu: number; memoryMb: number }) => {
        acts.push(['limit', name, cpu, memoryMb].join(' '))
        return limited()
      },
    },
    files: { remove: (path: string) => act('remove', path), print: seen },
    databases: { templates: { first: () => Promise.resolve(template ?? null) } },
  }
  const work = {
    jobId: 'job',
    input: { ...release, way, restores: restores ?? null },
    kept: () => null,
    say: (_level: string, text: string) => void acts.push(text),
    signal: new AbortController().signal,
    host: () => Promise.resolve(host as unknown as RemoteHost),
  } as unknown as Deploy
  return { work, acts }
}

describe('what starts first, while database and code are made ready', () => {
  test('is Odoo that initialises the database, where there is no template of it', async () => {
    const { work, acts } = serverWith({})
    await startFirst(work)
    expect(acts).toEqual([
      `remove ${names.own}/word-job`,
      `ahead ${names.once} -i ${release.modules.install.join(',')}`,
    ])
  })

  test('is Odoo that updates, where it does; a dump that is to come back comes first', async () => {
    const { work, acts } = serverWith({ way: 'update' })
    await startFirst(work)
    expect(acts).toEqual([`remove ${names.own}/word-job`, `ahead ${names.once} -u ${release.modules.update.join(',')}`])
    const back = serverWith({ way: 'update', restores: 'before.dump' })
    await startFirst(back.work)
    expect(back.acts).toEqual([])
  })

  test('is Odoo that serves, where there is one, and where something serves already', async () => {
    for (const given of [{ template: '19.0-abc' }, { way: 'beside' }] as const) {
      const { work, acts } = serverWith(given)
      await startFirst(work)
      expect(acts).toEqual([`remove ${names.word}`, `create ${names.odoo}`, `start ${names.odoo}`])
    }
  })

  test('is gone where it never got its word, and stays where it did', async () => {
    const waits = serverWith({ there: [names.once] })
    await removeWaiting(waits.work)
    expect(waits.acts).toEqual([`remove ${names.once}`])
    const works = serverWith({ there: [names.once, `${names.own}/word-job`] })
    await removeWaiting(works.work)
    expect(works.acts).toEqual([])
  })
})

describe('the processors of a database', () => {
  const { cpu, memoryMb } = release.size
  const own = Math.round(memoryMb * 0.3)

  test('are all of the instance while nobody is served by it, and its share afterwards', async () => {
    const { work, acts } = serverWith({})
    await hurry(work)
    await atItsShare(work)
    expect(acts).toEqual([
      `limit ${names.database} ${cpu} ${own}`,
      `limit ${names.database} ${Math.round(cpu * 30) / 100} ${own}`,
    ])
  })

  test('are its share again after whatever release comes next, where one was killed before it said so', async () => {
    const { work, acts } = serverWith({ way: 'beside' })
    await atItsShare(work)
    expect(acts).toEqual([`limit ${names.database} ${Math.round(cpu * 30) / 100} ${own}`])
  })

  test('fail no deploy where they cannot be set', async () => {
    const refused = new Fault('engine_refused', { why: 'no cgroups here' })
    const { work, acts } = serverWith({ limited: () => Promise.reject(refused) })
    await hurry(work)
    expect(acts.at(-1)).toContain('as they were')
  })
})
