import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findSettings } from '../../../adapters/settings/read.ts'
import { known } from '../../../core/settings/settle.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
const found = (environment: Record<string, string | undefined> = {}) => findSettings(known(), { environment, folder })

test('nothing is needed', () => {
  expect(found()).toEqual({ values: {}, problems: [] })
})

test('the environment beats the file, and what is empty is not there', () => {
  write('.env', 'PORT=1\nHOST=from-file\nUNKNOWN=1\n')
  expect(found({ PORT: '2', HOST: '', WORKERS: undefined }).values).toEqual({ PORT: '2', HOST: 'from-file' })
})

test('a secret may be in a file, without its line end', () => {
  write('token', 'xoxb-1\n')
  write('.env', 'BOOTSTRAP_TOKEN_FILE=token\n')
  const { values, problems } = found({ SLACK_BOT_TOKEN_FILE: join(folder, 'token') })
  expect(problems).toEqual([])
  expect(values).toEqual({ SLACK_BOT_TOKEN: 'xoxb-1', BOOTSTRAP_TOKEN: 'xoxb-1' })
})

test('a secret of the environment beats a file that .env names', () => {
  write('.env', 'BOOTSTRAP_TOKEN_FILE=gone\n')
  expect(found({ BOOTSTRAP_TOKEN: 'here' })).toEqual({ values: { BOOTSTRAP_TOKEN: 'here' }, problems: [] })
})

test('only secrets come as files', () => {
  expect(found({ PORT_FILE: 'gone' })).toEqual({ values: {}, problems: [] })
})

test('both forms at once, a missing and an empty file are told together', () => {
  write('empty', '\n')
  const { values, problems } = found({
    MASTER_KEY: 'a',
    MASTER_KEY_FILE: 'b',
    DISCORD_TOKEN_FILE: 'gone',
    BOOTSTRAP_TOKEN_FILE: 'empty',
  })
  expect(values).toEqual({})
  expect(problems.map(({ variable, problem }) => `${variable} ${problem}`)).toEqual([
    'MASTER_KEY is set together with MASTER_KEY_FILE',
    'BOOTSTRAP_TOKEN_FILE is empty',
    'DISCORD_TOKEN_FILE cannot be read (ENOENT)',
  ])
})
