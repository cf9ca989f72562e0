import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Api } from './api.ts'
import { Bot } from './bot.ts'
import { pilothouse } from './run.ts'
import { Silent } from './stand-in/silent.ts'

const token = 'the-token-of-the-test'
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pilothouse-test-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

describe('starting', () => {
  test('wrong settings are told all at once, with 78', async () => {
    const { code, errors } = await pilothouse(['start'], {
      DATA_DIR: folder,
      PORT: 'many',
      WORKERS: '0',
      ROLES: 'cook',
    })
    expect(code).toBe(78)
    for (const name of ['PORT', 'WORKERS', 'ROLES']) expect(errors).toContain(`  ${name}: `)
    expect(errors).not.toContain('    at ')
  })

  test('a second process on one folder ends with 78, and the first goes on', async () => {
    const first = await Bot.start({}, folder)
    try {
      const port = new URL(first.url).port
      // Also where it asks for the same port: the folder is what matters.
      for (const wanted of ['0', port]) {
        const { code, errors } = await pilothouse(['start'], { DATA_DIR: folder, PORT: wanted })
        expect([code, errors]).toEqual([78, expect.stringContaining(folder)])
        expect(errors).not.toContain('    at ')
      }
      expect((await new Api(first.url).get('/readyz')).status).toBe(200)
      expect((await pilothouse(['migrate'], { DATA_DIR: folder })).code).toBe(78)
    } finally {
      await first.stop()
    }
  })

  test('a port that is taken is told in a sentence, with 1', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = address !== null && typeof address === 'object' ? String(address.port) : ''
    const { code, errors } = await pilothouse(['start'], { DATA_DIR: folder, PORT: port })
    other.close()
    expect(code).toBe(1)
    expect(errors).toContain(port)
    expect(errors).toContain('Set PORT')
    expect(errors).not.toContain('    at ')
  })

  test('a database that does not answer is told in a sentence, with 69 and without its password', async () => {
    const { code, errors } = await pilothouse(['start'], {
      DATA_DIR: folder,
      DATABASE_URL: 'postgres://pilothouse:hunter2@127.0.0.1:1/house',
      MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    })
    expect([code, errors]).toEqual([69, expect.stringContaining('127.0.0.1:1/house')])
    expect(errors).toContain('Check DATABASE_URL')
    expect(errors).not.toContain('hunter2')
    expect(errors).not.toContain('    at ')
  })

  test('another master key is recognised, with 78', async () => {
    const first = await Bot.start({}, folder)
    await first.stop()
    const key = Buffer.alloc(32, 7).toString('base64')
    const { code, errors } = await pilothouse(['start'], { DATA_DIR: folder, PORT: '0', MASTER_KEY: key })
    expect([code, errors]).toEqual([78, expect.stringContaining('another master key')])
    expect(errors).not.toContain('    at ')
    await writeFile(join(folder, 'master.key'), 'half a key')
    expect((await pilothouse(['start'], { DATA_DIR: folder, PORT: '0' })).code).toBe(78)
  })

  test('migrating makes the store and says so; again there is nothing to do', async () => {
    const first = await pilothouse(['migrate'], { DATA_DIR: folder })
    expect(first).toMatchObject({ code: 0, out: expect.stringContaining('up to date now') })
    expect((await pilothouse(['migrate'], { DATA_DIR: folder })).out).toBe('The store is up to date.\n')
  })
})

describe('the control socket', () => {
  test('is the owner’s alone, gone after a stop, and replaced after a crash', async () => {
    const path = join(folder, 'control.sock')
    const first = await Bot.start({}, folder)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    await first.stop('SIGKILL')
    expect((await stat(path)).isSocket()).toBe(true)
    const second = await Bot.start({}, folder)
    expect((await pilothouse(['signin'], { DATA_DIR: folder })).errors).toContain('no admin yet')
    expect(await second.stop()).toBe(0)
    await expect(stat(path)).rejects.toThrow('ENOENT')
  })
})

describe('stopping', () => {
  test.each(['start', 'demo'])('%s in order also while it starts', async (command) => {
    const child = spawn(process.execPath, ['dist/bot/cli.js', command], {
      env: { PATH: process.env['PATH'], DATA_DIR: folder, PORT: '0' },
      stdio: 'ignore',
    })
    const ended = once(child, 'exit')
    await expect.poll(() => readdir(folder), { timeout: 30_000, interval: 5 }).toContain('lock.sqlite')
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  })

  test('lets what is being answered end, refuses the rest, and says so to whoever watches', async () => {
    const silent = await Silent.start()
    const bot = await Bot.start({ BOOTSTRAP_TOKEN: token, RATE_LIMIT: '0' }, folder)
    try {
      const api = new Api(bot.url, token)
      const slow = api.run('server.add', { name: 'slow', host: '127.0.0.1', port: silent.port })
      await silent.called()
      const ended = once(bot.process, 'exit')
      bot.process.kill('SIGTERM')
      await expect.poll(async () => (await api.get('/readyz')).status).toBe(503)
      expect((await api.get('/readyz')).body.wrong).toEqual({ process: 'stopping' })
      expect((await api.get('/healthz')).status).toBe(200)
      const late = await api.run('server.key')
      expect([late.status, late.body.error.code]).toEqual([503, 'not_ready'])
      expect(late.headers.get('retry-after')).toBe('5')
      silent.letGo()
      expect((await slow).status).toBe(200)
      expect((await ended)[0]).toBe(0)
    } finally {
      await bot.stop('SIGKILL')
      await silent.stop()
    }
  })

  test('at once when told twice', async () => {
    const silent = await Silent.start()
    const bot = await Bot.start({ BOOTSTRAP_TOKEN: token, RATE_LIMIT: '0' }, folder)
    try {
      const api = new Api(bot.url, token)
      const slow = api.run('server.add', { name: 'slow', host: '127.0.0.1', port: silent.port })
      const lost = expect(slow).rejects.toThrow('fetch failed')
      await silent.called()
      bot.process.kill('SIGTERM')
      await expect.poll(async () => (await api.get('/readyz')).status).toBe(503)
      expect(await bot.stop()).toBe(130)
      await lost
    } finally {
      await bot.stop('SIGKILL')
      await silent.stop()
    }
  })
})
