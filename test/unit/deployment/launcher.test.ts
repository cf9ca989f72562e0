import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { launcherText, ownMount, readerText } from '../../../core/deployment/launcher.rule.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pilothouse-launcher-'))
  const here = launcherText.replaceAll(ownMount, folder).replace('/proc/meminfo', join(folder, 'meminfo'))
  writeFileSync(join(folder, 'start.sh'), here)
  memory(4_000_000)
  writeFileSync(join(folder, 'start.py'), readerText)
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const memory = (availableKb: number) =>
  writeFileSync(join(folder, 'meminfo'), `MemTotal: 8000000 kB\nMemAvailable:  ${availableKb} kB\n`)

const python = `#!/usr/bin/python3
import os, sys, time
if __name__ == "__main__":
    print("odoo", *sys.argv[1:], time.tzname[0], os.path.basename(sys.argv[0]), flush=True)
`
const shell = '#!/bin/sh\necho "odoo $*"\n'

/** Starts it as its container does, with an `odoo` of ours; says when it waits, by what it runs in. */
function started(odoo: string, word: string) {
  writeFileSync(join(folder, 'odoo'), odoo)
  chmodSync(join(folder, 'odoo'), 0o755)
  const child = spawn('sh', [join(folder, 'start.sh'), word, '-u', 'sale, crm'], {
    env: { PATH: `${folder}:${process.env['PATH'] ?? ''}`, TZ: 'Asia/Tokyo' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  return { child, said: () => said, ended: once(child, 'exit') }
}

const give = (word: string) => writeFileSync(join(folder, word), '')

test('an image without Odoo is said', async () => {
  const child = spawn('/bin/sh', [join(folder, 'start.sh'), 'word'], { env: { PATH: folder }, stdio: 'pipe' })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  expect([await once(child, 'close'), said]).toEqual([[127, null], 'there is no command odoo in this image\n'])
})

test('where memory is scarce nothing is read ahead', async () => {
  memory(500_000)
  writeFileSync(join(folder, 'start.py'), 'raise SystemExit("read ahead")')
  const { said, ended } = started(python, 'word')
  give('word')
  expect(await ended).toEqual([0, null])
  expect(said()).toMatch(/^odoo -u sale, crm/)
})

describe.each([
  ['Python', python, 'odoo -u sale, crm UTC odoo\n'],
  ['a shell', shell, 'odoo -u sale, crm\n'],
])('an Odoo in %s', (_what, odoo, expected) => {
  test('starts with its own words once there is the word for it, and not by another one', async () => {
    give('word')
    const { said, ended } = started(odoo, 'word-job')
    const early = await Promise.race([ended, new Promise((resolve) => setTimeout(() => resolve('waits'), 300))])
    expect([early, said()]).toEqual(['waits', ''])
    give('word-job')
    expect(await ended).toEqual([0, null])
    expect(said()).toBe(expected)
  })

  test('starts at once where the word is there', async () => {
    give('word')
    const { said, ended } = started(odoo, 'word')
    expect(await ended).toEqual([0, null])
    expect(said()).toMatch(/^odoo -u sale, crm/)
  })

  test('is ended while it waits', async () => {
    const { child, said, ended } = started(odoo, 'word')
    // Whenever it comes, in whichever of its steps: it never goes on to Odoo.
    setTimeout(() => child.kill('SIGTERM'), 50)
    const [code, signal] = await ended
    expect([code === 0 || signal === 'SIGTERM', said()]).toEqual([true, ''])
  })
})
