import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Bot } from './bot.ts'
import { describeInBrowser, openScene, ready, type Scene, say, signedInPage, signInLink } from './stand-in/browser.ts'
import type { SlackStandIn } from './stand-in/slack.ts'
import { Visitor } from './stand-in/visitor.ts'

const eveInSlack = { user_id: 'U2', user_name: 'eve' }

/** What one person says in a room, and what another sees of it. */
describeInBrowser('two people on the console page', () => {
  let scene: Scene
  let slack: SlackStandIn
  let bot: Bot
  let browser: Browser
  let ada: Page
  let eve: Page

  beforeAll(async () => {
    scene = await openScene()
    ;({ slack, bot, browser } = scene)
    ada = await signedInPage(await browser.newContext(), bot, slack)
    await say(ada, 'member add slack:U2 viewer --name eve')
    await ada.getByRole('article').filter({ hasText: 'eve' }).waitFor()
    eve = await signedInPage(await browser.newContext(), bot, slack, eveInSlack)
  })

  afterAll(() => scene?.close())

  test('an answer is its asker’s alone until it is shared', async () => {
    await say(ada, 'audit list')
    const mine = ada.locator('.answer').filter({ has: ada.getByRole('heading', { name: 'Audit' }) })
    await mine.waitFor()
    await say(ada, 'server add told --host 127.0.0.1 --port 1')
    await eve.getByRole('heading', { name: 'told' }).waitFor()
    expect(await eve.getByRole('heading', { name: 'Audit' }).count()).toBe(0)
    expect(await eve.getByText('audit list').count()).toBe(0)
    await mine.getByRole('button', { name: 'Share' }).click()
    await eve.getByRole('heading', { name: 'Audit' }).waitFor()
    await eve.getByText('audit list', { exact: true }).waitFor()
    expect(await eve.locator('.line').filter({ hasText: 'audit list' }).getByText('ada').count()).toBe(1)
    await eve.reload()
    const [first, second] = await eve
      .getByRole('article')
      .getByRole('heading')
      .allTextContents()
      .then((all) => all.slice(-2))
    expect([first, second]).toEqual(['Audit', 'told'])
  })

  test('nobody shares what another was answered', async () => {
    await say(ada, 'server key')
    const answer = ada.locator('.answer').filter({ has: ada.getByRole('heading', { name: 'My public key' }) })
    await answer.waitFor()
    const id = await answer.getAttribute('data-id')
    const visitor = await Visitor.signedIn(await signInLink(bot, slack, eveInSlack))
    expect((await visitor.post('share', { message: id })).status).toBe(404)
  })

  test('a button checks the rights of whoever presses it', async () => {
    await say(ada, 'server add pressed --host 127.0.0.1 --port 1')
    const card = eve.getByRole('article').filter({ has: eve.getByRole('heading', { name: 'pressed' }) })
    await card.waitFor()
    await say(eve, 'server add mine --host 127.0.0.1')
    const refusal = eve.getByRole('article').filter({ hasText: 'needs Maintainer here; you have Viewer' })
    await refusal.getByText('not_allowed').waitFor()
    await refusal.getByText('Ask ada for it.').waitFor()
    expect(await ada.getByText('server add mine').count()).toBe(0)
  })

  test('a viewer makes no rooms', async () => {
    expect(await eve.getByText('New room').count()).toBe(0)
    const visitor = await Visitor.signedIn(await signInLink(bot, slack, eveInSlack))
    const refused = await visitor.post('rooms', { name: 'mine' })
    expect(refused.status).toBe(403)
    expect(await refused.text()).toContain('Developer')
  })

  test('an answer with a secret is shown once and kept nowhere', async () => {
    await say(ada, 'me signin')
    const card = ada.locator('.answer').filter({ hasText: 'Shown once, to you alone' })
    const link = (await card.getByRole('link').getAttribute('href')) ?? ''
    const code = new URL(link).searchParams.get('code') ?? ''
    expect(code.length).toBeGreaterThan(20)
    await ada.reload()
    await ready(ada)
    expect(await ada.getByText('me signin', { exact: true }).count()).toBe(1)
    expect(await ada.getByText('Shown once').count()).toBe(0)
    const files = (await readdir(bot.folder)).filter((name) => name.startsWith('pilothouse.sqlite'))
    expect(files.length).toBeGreaterThan(0)
    for (const file of files) expect((await readFile(join(bot.folder, file))).includes(code)).toBe(false)
    expect(bot.output).not.toContain(code)
  })

  test('who was put out sees nothing any more, at once', async () => {
    await say(ada, 'member deactivate eve')
    await ada.getByRole('button', { name: 'Yes, do it' }).click()
    await ada.getByRole('heading', { name: 'eve is deactivated' }).waitFor()
    await eve.getByRole('heading', { name: 'Sign in to Pilothouse' }).waitFor()
  })
})
