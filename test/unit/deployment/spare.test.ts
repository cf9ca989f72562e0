import { describe, expect, test } from 'vitest'
import type { Deploy } from '../../../core/deployment/deploy.stage.ts'
import { namesOf } from '../../../core/deployment/names.rule.ts'
import { spareContainer } from '../../../core/deployment/stages/odoo-container.ts'
import { giveWay, takeSpare } from '../../../core/deployment/stages/spare.ts'
import { Fault } from '../../../core/error.ts'
import type { Labels } from '../../../core/ports/containers.ts'
import type { RemoteHost } from '../../../core/ports/host.ts'
import { labelNames, spareLabel } from '../../../core/ports/labels.ts'
import { exampleRelease } from './example-release.ts'

const release = exampleRelease()
const names = namesOf(release)

/** The named boundary: as much of a server, and of a job there, as this takes. */
function workOn(host: unknown): Deploy {
  const signal = new AbortController().signal
  const job = { jobId: '01a20420-7519-773c-91da-69150e96d762', input: release, kept: () => null, say: () => {}, signal }
  return { ...job, host: () => Promise.resolve(host as RemoteHost) } as unknown as Deploy
}

describe('where memory is short', () => {
  const waiting = (instance: string, name = `${instance}_spare`) => ({
    name,
    labels: { [labelNames.instance]: instance, [spareLabel]: `spare-${instance}` },
  })

  /** What is removed on a server that has so much free, and these containers. */
  async function removed(availableMb: number, takenUp: string | null = null): Promise<string[]> {
    const gone: string[] = []
    const remove = (...given: string[]) => Promise.resolve(void gone.push(...given))
    const all = [waiting('i1'), waiting('i2'), waiting('i3', 'i3_odoo_r1'), { name: 'i1_db', labels: {} }]
    const work = workOn({
      run: () => Promise.resolve({ code: 0, output: `MemAvailable: ${availableMb * 1024} kB\n`, errors: '' }),
      containers: {
        list: (labels?: Labels) =>
          Promise.resolve(labels === undefined ? all : takenUp === labels[spareLabel] ? [{ name: 'i1_odoo_r2' }] : []),
        remove,
      },
      files: { remove },
    })
    await giveWay(work, await work.host())
    return gone
  }

  const folder = (id: string) => `${release.server.base}/${id}/releases/spare-${id}`

  test('none waits any more, whosesoever; those that serve are left alone', async () => {
    expect(await removed(100)).toEqual(['i1_spare', folder('i1'), 'i2_spare', folder('i2')])
    expect(await removed(16_000)).toEqual([])
  })

  test('one that is taken up in between keeps the way to its release', async () => {
    expect(await removed(100, 'spare-i1')).toEqual(['i1_spare', 'i2_spare', folder('i2')])
  })
})

describe('one that waits', () => {
  const folder = `${names.releases}/spare-0e96d762`
  const word = `remove ${names.word}`

  /** All that is done to take it up. */
  async function acts(renamed: () => Promise<boolean>, state = 'running'): Promise<string[]> {
    const done: string[] = []
    const act = (...words: string[]) => void done.push(words.join(' '))
    const work = workOn({
      containers: {
        find: () => Promise.resolve({ ...spareContainer(workOn({})), id: 'c1', state }),
        adopt: (name: string, as: { name: string }) => Promise.resolve(act('adopt', name, as.name)),
        remove: (name: string) => Promise.resolve(act('remove', name)),
      },
      files: {
        remove: (path: string) => Promise.resolve(act('remove', path)),
        rename: (from: string, to: string) => {
          act('rename', from, to)
          return renamed()
        },
      },
    })
    const taken = await takeSpare(work)
    return [...done, taken ? `taken: ${taken.name}` : 'none']
  }

  test('hears no word of an earlier try, and gets its folder before its name', async () => {
    expect(await acts(() => Promise.resolve(true))).toEqual([
      word,
      `rename ${folder} ${names.own}`,
      `adopt ${names.spare} ${names.odoo}`,
      `taken: ${names.odoo}`,
    ])
  })

  test.each([
    ['is not there', () => Promise.resolve(false)],
    ['cannot be moved', () => Promise.reject(new Fault('disk_full', { server: 'box' }))],
  ])('goes where its folder %s: it would hear the word of another release', async (_why, renamed) => {
    const gone = [`remove ${names.spare}`, `remove ${folder}`]
    expect(await acts(renamed)).toEqual([word, `rename ${folder} ${names.own}`, ...gone, 'none'])
  })

  test('is left alone where it has ended', async () => {
    expect(await acts(() => Promise.resolve(true), 'exited')).toEqual([word, 'none'])
  })
})
