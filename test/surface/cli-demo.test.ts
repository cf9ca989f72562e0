import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Api } from './api.ts'
import { Bot } from './bot.ts'
import { startDemo, stopDemo } from './demo.ts'
import { pilothouse } from './run.ts'

const token = 'the-token-of-the-test'
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pilothouse-test-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

const demo = (environment: Record<string, string>) => startDemo({ BOOTSTRAP_TOKEN: token, ...environment })

test('shows the sample project on a practice server, and prints one link', async () => {
  const running = await demo({ DATA_DIR: folder })
  try {
    const links = running.output.match(/https?:\/\/\S+/g)
    expect(links).toEqual([expect.stringMatching(/\/console\/signin\?code=\S+$/)])
    expect(running.output).toContain('Ada')
    for (const thing of ['Deploy staging', 'Deploy production', 'Go on as Grace', 'Break a deploy'])
      expect(running.output).toContain(thing)

    const api = new Api(running.url, token)
    for (const kind of ['production', 'staging', 'development']) {
      const { status, body } = await api.ask(`instance show acme/${kind}/v19`)
      expect([kind, status]).toEqual([kind, 200])
      expect(JSON.stringify(body.data)).toContain('practice')
    }
    const show = await api.run('server.show', { server: 'practice' })
    expect(show.body.data).toMatchObject({ practice: true, trust: 'practice' })
    expect(JSON.stringify(show.body.card)).toContain('exists only in the store')
    // What cannot be confirmed is not nagged about.
    const overview = await api.run('overview')
    expect(overview.body.card).toMatchObject({ tone: 'good' })
    expect(overview.body.data.servers).toMatchObject({ total: 1, unconfirmed: 0 })
    const check = await api.run('server.check', { server: 'practice' })
    expect([check.status, check.body.kind]).toEqual([202, 'job'])
    const grace = await api.ask('member show Grace')
    expect(JSON.stringify(grace.body.data)).toContain('developer_plus')
  } finally {
    expect(await stopDemo(running)).toBe(0)
  }
})

test('comes back the same on the same folder', async () => {
  const first = await demo({ DATA_DIR: folder })
  const before = await new Api(first.url, token).ask('project show acme')
  await stopDemo(first)
  const second = await demo({ DATA_DIR: folder })
  try {
    const after = await new Api(second.url, token).ask('project show acme')
    expect(after.body.data).toEqual(before.body.data)
    expect(/code=(\S+)/.exec(second.output)?.[1]).not.toBe(/code=(\S+)/.exec(first.output)?.[1])
  } finally {
    await stopDemo(second)
  }
})

test('without DATA_DIR the data goes away with it', async () => {
  const running = await demo({ TMPDIR: folder })
  const { body } = await new Api(running.url, token).run('server.show', { server: 'practice' })
  expect(body.kind).toBe('answer')
  expect(running.output).toContain('goes away')
  await stopDemo(running)
  expect((await readdir(folder)).filter((name) => name.startsWith('pilothouse-demo'))).toEqual([])
})

test('does not mix with somebody’s real platform', async () => {
  const real = await Bot.start({}, folder)
  const code = await real.says(/claim ([A-Z0-9-]+)/)
  expect((await new Api(real.url).run('claim', { code, name: 'Zofia' })).status).toBe(200)
  await real.stop()
  const { code: ended, errors } = await pilothouse(['demo'], { DATA_DIR: folder, PORT: '0' })
  expect([ended, errors]).toEqual([78, expect.stringContaining('real Pilothouse')])
})
