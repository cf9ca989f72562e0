import { expect, test } from 'vitest'
import type { Deploy } from '../../../core/deployment/deploy.stage.ts'
import { initializingDatabase } from '../../../core/deployment/stages/initializing-database.ts'
import { listedVariable } from '../../../core/deployment/update-list.rule.ts'
import { type ContainerSpec, pinned } from '../../../core/ports/containers.ts'
import type { RemoteHost } from '../../../core/ports/host.ts'
import { exampleRelease } from './example-release.ts'

const release = exampleRelease()
const same = pinned(release.image)

test.each([
  ['an image that the database knows is not listed again', same, undefined, 'yes'],
  ['another image is', `${same}0`, undefined, undefined],
  ['one of a database that says none is', null, undefined, undefined],
  ['where a module of ours is gone all of them are', same, ['acme_old'], undefined],
])('%s', async (_what, image, gone, listed) => {
  const begun: ContainerSpec[] = []
  const nothing = () => Promise.resolve(null)
  const databases = {
    dumped: () => Promise.resolve(false),
    look: () => Promise.resolve({ initialised: true, modules: {}, pending: [], release: 'before', image }),
    room: nothing,
  }
  const once = (spec: ContainerSpec) => {
    begun.push(spec)
    return Promise.reject(new Error('this is far enough'))
  }
  const host = {
    databases,
    containers: { find: nothing, once },
    files: { write: nothing, remove: nothing },
    proxy: { inMaintenance: () => Promise.resolve(false) },
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
  expect(begun.map(({ environment }) => environment[listedVariable])).toEqual([listed])
})
