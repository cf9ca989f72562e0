import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AsRoot, filesOver } from '../../adapters/ssh/files.ts'
import type { Line } from '../../adapters/ssh/line.ts'
import type { Files } from '../../core/ports/files.ts'
import { Secret } from '../../core/secret.ts'
import { describeInLab } from './endpoints.ts'
import { addressOf, base, lineTo } from './own-line.ts'
import { OwnServer } from './own-server.ts'

describeInLab('files on a server', (lab) => {
  const server = new OwnServer()
  let rooted = 0
  /** What a container of all rights does there. */
  const asRoot: AsRoot = async (command) => {
    rooted += 1
    const { code, output, errors } = await server.exec(...command)
    return { code, output: output + errors }
  }

  beforeAll(async () => {
    await server.start()
    await server.exec('sh', '-c', `mkdir -p ${base} && chown docked ${base}`)
  })

  afterAll(() => server.stop())

  for (const user of ['root', 'docked'])
    describe(`as ${user}`, () => {
      const folder = `${base}/${user}`
      let line: Line
      let files: Files

      beforeAll(async () => {
        line = await lineTo(addressOf(lab, server, user))
        files = filesOver(line, base, asRoot, { signal: new AbortController().signal, pulse: () => {} })
        return () => line.close()
      })

      const owned = async (path: string) => (await server.exec('stat', '-c', '%u:%g %a', path)).output.trim()

      test('writes, prints and reads what people wrote, whatever stands in it', async () => {
        const text = `[options]\n$(id) \`id\` 'q' "d" zażółć \\ %s\n\n`
        await files.write(`${folder}/a b's.conf`, text)
        expect(await files.read(`${folder}/a b's.conf`)).toBe(text)
        expect(await files.print(`${folder}/a b's.conf`)).toBe(createHash('sha256').update(text).digest('hex'))
        expect(await owned(`${folder}/a b's.conf`)).toMatch(/ 644$/)
        expect(await files.list(folder)).toEqual(["a b's.conf"])
      })

      test('calls a folder otherwise, which is found by both names, with what stood under the other one', async () => {
        const [from, to] = [`${folder}/waits`, `${folder}/release`]
        expect(await files.rename(from, to)).toBe(false)
        const odoo = { uid: 100, gid: 101 }
        await files.write(`${from}/start.sh`, 'waits\n')
        await files.write(`${from}/odoo.conf`, new Secret('before\n'), odoo)
        await files.write(`${to}/odoo.conf`, new Secret('after\n'), odoo)
        expect(await files.rename(from, to)).toBe(true)
        const seen = async () => [
          (await files.list(folder)).filter((name) => ['waits', 'release', 'release.old'].includes(name)).sort(),
          (await files.list(to)).sort(),
          await owned(`${to}/odoo.conf`),
          (await server.exec('cat', `${from}/odoo.conf`, `${from}/start.sh`)).output,
        ]
        const whole = [['release', 'waits'], ['odoo.conf', 'start.sh'], '100:101 640', 'after\nwaits\n']
        expect(await seen()).toEqual(whole)
        // Whoever was killed in the middle of it does it again.
        expect(await files.rename(from, to)).toBe(true)
        expect(await seen()).toEqual(whole)
        await server.exec('sh', '-c', 'rm "$1" && mv "$2" "$1" && cp -a "$1" "$2.old"', 'sh', from, to)
        expect(await files.rename(from, to)).toBe(true)
        expect(await seen()).toEqual(whole)
        await files.remove(from, to)
      })

      test('says of what is not there that it is not there', async () => {
        expect(await files.print(`${folder}/none/file`)).toBeNull()
        expect(await files.read(`${folder}/none/file`)).toBeNull()
        expect(await files.list(`${folder}/none`)).toEqual([])
        await files.remove(`${folder}/none/file`)
      })

      test('gives files and folders to Odoo, a secret to it alone, and writes over them again', async () => {
        const odoo = { uid: 100, gid: 101 }
        await files.makeFolder(`${folder}/data`, odoo)
        expect(await owned(`${folder}/data`)).toMatch(/^100:101 /)
        for (const value of ['first-password', 'second-password']) {
          await files.write(`${folder}/odoo.conf`, new Secret(value), odoo)
          await files.write(`${folder}/data/own.conf`, new Secret(value), odoo)
          expect(await owned(`${folder}/odoo.conf`)).toBe('100:101 640')
          expect(await files.read(`${folder}/odoo.conf`)).toBe(value)
          expect(await files.print(`${folder}/data/own.conf`)).toBe(createHash('sha256').update(value).digest('hex'))
        }
        const before = rooted
        await files.makeFolder(`${folder}/data`, odoo)
        expect(rooted).toBe(before)
        await files.write(`${folder}/mine`, new Secret('x'))
        expect(await owned(`${folder}/mine`)).toMatch(/ 600$/)
        expect((await files.list(folder)).toSorted()).toEqual(["a b's.conf", 'data', 'mine', 'odoo.conf'])
      })

      test('needs help for what belongs to others where it is not root, and only there', () => {
        if (user === 'root') expect(rooted).toBe(0)
        else expect(rooted).toBeGreaterThan(0)
      })

      test('removes what others own, and nothing outside of its folder', async () => {
        await files.remove(`${folder}/data`)
        expect(await files.list(folder)).not.toContain('data')
        for (const path of ['/etc/hostname', base, `${base}/../etc`, `${base}/`, `${base}/x/../../y`])
          await expect(files.remove(path), path).rejects.toThrow('is not removed')
      })

      test('a full disk says so, and what was there stays', async () => {
        await files.write(`${folder}/kept`, 'before')
        await server.exec(
          'sh',
          '-c',
          `mkdir -p ${folder}/small && mount -t tmpfs -o size=64k tmpfs ${folder}/small && chmod 777 ${folder}/small`,
        )
        await files.write(`${folder}/small/file`, 'before')
        await expect(files.write(`${folder}/small/file`, 'x'.repeat(200_000))).rejects.toMatchObject({
          code: 'disk_full',
        })
        expect(await files.read(`${folder}/small/file`)).toBe('before')
        expect(await files.list(`${folder}/small`)).toEqual(['file'])
        await server.exec('umount', `${folder}/small`)
      })
    })
})
