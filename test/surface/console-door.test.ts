import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Bot } from './bot.ts'
import { claimAsAda, signInLink } from './stand-in/browser.ts'
import { SlackStandIn } from './stand-in/slack.ts'
import { Visitor } from './stand-in/visitor.ts'

/** What the page lets through, asked without a browser that would be polite. */
describe('the door of the console page', () => {
  let slack: SlackStandIn
  let bot: Bot
  let ada: Visitor

  beforeAll(async () => {
    slack = await SlackStandIn.start()
    bot = await Bot.start({
      SLACK_BOT_TOKEN: 'xoxb-of-the-stand-in',
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: `${slack.url}/api/`,
    })
    await claimAsAda(bot, slack)
    ada = await Visitor.signedIn(await signInLink(bot, slack))
  })

  afterAll(async () => {
    await bot?.remove()
    await slack?.stop()
  })

  const line = (text: string, key: string) => ({ room: ada.room, text, key })

  test.each(['/console', '/console/signin?code=x', '/console/page/main.js'])(
    '%s runs nothing but our own files',
    async (path) => {
      const response = await fetch(bot.url + path)
      const policy = response.headers.get('content-security-policy') ?? ''
      expect(policy.split('; ').sort()).toEqual([
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "script-src 'self'",
        "style-src 'self'",
      ])
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(response.headers.get('referrer-policy')).toBe('same-origin')
      const text = await response.text()
      if (path.endsWith('.js')) return
      expect(text).not.toMatch(/<script(?![^>]* src=)|<style|\son[a-z]+=|\sstyle=/)
      expect(
        [...text.matchAll(/(?:src|href)="([^"]+)"/g)].every(([, address]) => address?.startsWith('/console')),
      ).toBe(true)
    },
  )

  test('who is signed out is told how to come in, and sees nothing else', async () => {
    const page = await fetch(`${bot.url}/console`)
    const text = await page.text()
    expect(page.status).toBe(401)
    expect(text).toContain('/odoo me signin')
    expect(text).toContain('npx --no-install pilothouse signin')
    expect(text).not.toContain('general')
    for (const path of ['messages', 'complete', 'stream']) {
      const query = new URLSearchParams({ room: ada.room, before: 'x', text: 's' })
      expect((await fetch(`${bot.url}/console/${path}?${query}`)).status).toBe(401)
    }
    for (const path of ['say', 'act', 'form', 'share', 'rooms', 'signout']) {
      expect((await Visitor.stranger(bot.url).post(path, line('server key', 'stranger-1'))).status).toBe(401)
    }
  })

  test('a POST without the token of its session is refused', async () => {
    for (const csrf of ['', 'guessed', ada.csrf.toUpperCase(), `${ada.csrf}x`]) {
      const refused = await ada.post(
        'say',
        line('server add csrf1 --host 127.0.0.1 --port 1', `csrf-${csrf.length}-key`),
        { 'x-csrf': csrf },
      )
      expect(refused.status).toBe(409)
    }
    expect(await ada.say('server show csrf1')).toContain('There is no server called')
  })

  test.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ])('another site cannot speak for anybody: %o', async (headers) => {
    const said = await ada.post('say', line('server key', 'cross-site-1'), headers)
    expect(said.status).toBe(409)
    const signin = await fetch(`${bot.url}/console/signin`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ code: new URL(await signInLink(bot, slack)).searchParams.get('code') ?? '' }),
      redirect: 'manual',
    })
    expect(signin.status).toBe(409)
    expect(signin.headers.get('set-cookie')).toBeNull()
  })

  test('the same key acts once', async () => {
    const same = line('server add once1 --host 127.0.0.1 --port 1', 'the-same-key')
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => ada.post('say', same)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    const texts = await Promise.all(answers.map((answer) => answer.text()))
    expect(texts.filter((text) => text.includes('root@127.0.0.1:1'))).toHaveLength(1)
    expect(texts.filter((text) => text.includes('already'))).toHaveLength(0)
  })

  test.each([
    ['say', '{"room":', 400],
    ['say', '{}', 400],
    ['say', '{"room":"nowhere","text":"server key","key":"nowhere-key"}', 404],
    ['act', '{"room":"x","key":"unknown-key","operation":"no.such","known":{},"values":null}', 404],
    ['form', '{"operation":"no.such","known":{},"values":{},"page":0,"to":0}', 404],
    ['share', '{"message":"no-such"}', 404],
    ['rooms', '{"name":"general"}', 409],
    ['rooms', '{"name":""}', 400],
    ['say', `{"text":"${'x'.repeat(300_000)}"}`, 413],
  ])('%s with something wrong is refused: %#', async (path, body, status) => {
    const response = await ada.post(path, body)
    expect(response.status).toBe(status)
    const { error } = JSON.parse(await response.text())
    expect(error.message).toBeTruthy()
    expect(error.remedy).toBeTruthy()
  })

  test('a stream goes on where it stopped', async () => {
    await ada.say('server key')
    const first = await ada.stream('0')
    expect(first.text).toContain('My public key')
    await ada.say('server show resumed')
    const second = await ada.stream(first.last)
    expect(second.text).toContain('resumed')
  })

  test('words of an operation are completed, then its arguments', async () => {
    const suggested = async (text: string) => {
      const response = await ada.get('complete', { text })
      return JSON.parse(await response.text()).items.map((item: { text: string }) => item.text)
    }
    expect((await suggested('server k'))[0]).toBe('server key ')
    expect(await suggested('ser')).toContain('server add ')
    expect(await suggested('server add box --ho')).toEqual(['server add box --host '])
    expect(await suggested('server add box --host h --ho')).toEqual([])
  })

  test('signing out ends the session for good', async () => {
    const visitor = await Visitor.signedIn(await signInLink(bot, slack))
    expect((await visitor.post('signout', {})).status).toBe(204)
    expect((await visitor.post('say', line('server key', 'signed-out-1'))).status).toBe(401)
    expect((await visitor.get('complete', { text: 's' })).status).toBe(401)
  })
  test('whoever leaves before the stream begins keeps nothing alive', async () => {
    await Promise.all(Array.from({ length: 40 }, () => ada.leaveAtOnce()))
    expect(await bot.stop()).toBe(0)
  })
})
