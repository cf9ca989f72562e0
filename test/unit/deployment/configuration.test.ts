import { beforeEach, describe, expect, test } from 'vitest'
import type { Deploy } from '../../../core/deployment/deploy.stage.ts'
import { namesOf } from '../../../core/deployment/names.rule.ts'
import { textPrint } from '../../../core/deployment/print.ts'
import { generatingConfig } from '../../../core/deployment/stages/generating-config.ts'
import type { RemoteHost } from '../../../core/ports/host.ts'
import { Secret } from '../../../core/secret.ts'
import { exampleRelease } from './example-release.ts'

describe('what a release is configured and started by', () => {
  const release = exampleRelease()
  const names = namesOf(release)
  const written = new Map<string, string>()
  let noRoomFor: string | null = null
  const files = {
    makeFolder: () => Promise.resolve(),
    remove: () => Promise.resolve(),
    print: (path: string) => Promise.resolve(written.has(path) ? textPrint(written.get(path) ?? '') : null),
    write(path: string, content: string | Secret) {
      if (path === noRoomFor) return Promise.reject(new Error('no room'))
      written.set(path, typeof content === 'string' ? content : content.reveal())
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

  beforeEach(() => {
    written.clear()
    noRoomFor = null
  })

  test('ends with odoo.conf: a worker that is killed before leaves none', async () => {
    noRoomFor = names.start
    await expect(generatingConfig.run(work)).rejects.toThrow('no room')
    expect([...written.keys()]).not.toContain(names.conf)
    noRoomFor = null
    await generatingConfig.run(work)
    expect([...written.keys()].at(-1)).toBe(names.conf)
  })

  test.each(['conf', 'start', 'reader'] as const)('is not as it should be where its %s is another', async (file) => {
    expect(await generatingConfig.done?.(work)).toBe(false)
    await generatingConfig.run(work)
    expect(await generatingConfig.done?.(work)).toBe(true)
    written.set(names[file], '# of an earlier version')
    expect(await generatingConfig.done?.(work)).toBe(false)
  })
})
