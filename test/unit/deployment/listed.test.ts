import { expect, test } from 'vitest'
import type { Deploy } from '../../../core/deployment/deploy.stage.ts'
import { initializingDatabase } from '../../../core/deployment/stages/initializing-database.ts'
import { listedWord } from '../../../core/deployment/update-list.rule.ts'
import { type Containers, pinned } from '../../../core/ports/containers.ts'
import type { RemoteHost } from '../../../core/ports/host.ts'
import { exampleRelease } from './example-release.ts'

type Once = Containers['once']

const release = exampleRelease()
const same = pinned(release.image)

test.each([
  ['an image that the database knows is not listed again', same, undefined, true],
  ['another image is', `${same}0`, undefined, false],
  ['one of a database that says none is', null, undefined, false],
  ['where a module of ours is gone all of them are', same, ['acme_old'], false],
])('%s', async (_what, image, gone, listed) => {
  const words: string[] = []
  const nothing = () => Promise.resolve(null)
  const databases = {
    dumped: () => Promise.resolve(false),
    look: () => Promise.resolve({ initialised: true, modules: {}, pending: [], release: 'before', image }),
    room: nothing,
    dump: nothing,
    expect: nothing,
    lock: () => Promise.resolve(nothing),
  }
  const once: Once = async (_spec, _heard, ready) => {
    await ready?.()
    throw new Error('this is far enough')
  }
  const host = {
    databases,
    containers: { find: nothing, once, limit: nothing, stop: nothing, create: nothing, start: nothing },
    files: {
      write: (_path: string, text: string) => Promise.resolve(void words.push(text)),
      remove: nothing,
      print: nothing,
    },
    proxy: { inMaintenance: () => Promise.resolve(false), maintenance: nothing },
    run: () => Promise.resolve({ code: 0, output: '', errors: '' }),
  } as unknown as RemoteHost
  const work = {
    jobId: 'job',
    input: { ...release, way: 'update', restores: null, modules: { ...release.modules, update: ['acme_base'], gone } },
    host: () => Promise.resolve(host),
    kept: () => null,
    keep: () => undefined,
    now: () => 0,
    say: () => undefined,
    secret: () => null,
  } as unknown as Deploy
  await expect(initializingDatabase.run(work)).rejects.toThrow('far enough')
  expect(words.at(-1)).toMatch(/^Odoo may start/)
  expect(words.at(-1)?.includes(listedWord)).toBe(listed)
})
