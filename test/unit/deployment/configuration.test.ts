import { expect, test } from 'vitest'
import type { Deploy } from '../../../core/deployment/deploy.stage.ts'
import { namesOf } from '../../../core/deployment/names.rule.ts'
import { generatingConfig } from '../../../core/deployment/stages/generating-config.ts'
import type { RemoteHost } from '../../../core/ports/host.ts'
import { Secret } from '../../../core/secret.ts'
import { exampleRelease } from './example-release.ts'

test('odoo.conf is written last: whoever finds it takes all else for done, also after a worker that was killed', async () => {
  const release = exampleRelease()
  const names = namesOf(release)
  const written: string[] = []
  let full = true
  const files = {
    makeFolder: () => Promise.resolve(),
    write(path: string) {
      if (full && path === names.start) return Promise.reject(new Error('no room'))
      written.push(path)
      return Promise.resolve()
    },
  }
  const host = { files } as unknown as RemoteHost
  const work = {
    input: release,
    host: () => Promise.resolve(host),
    secret: () => new Secret('hush-hush'),
    say: () => {},
  } as unknown as Deploy

  await expect(generatingConfig.run(work)).rejects.toThrow('no room')
  expect(written).not.toContain(names.conf)
  full = false
  await generatingConfig.run(work)
  expect(written.at(-1)).toBe(names.conf)
  expect(written).toEqual(expect.arrayContaining([names.start, names.reader]))
})
