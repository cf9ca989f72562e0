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

  test('nobody shares what another was answered', async () => {
    await say(ada, 'server key')
    const answer = ada.locator('.answer').filter({ has: ada.getByRole('heading', { name: 'My public key' }) })
    await answer.waitFor()
    const id = await answer.getAttribute('data-id')
    const visitor = await Visitor.signedIn(await signInLink(bot, slack, eveInSlack))
    expect((await visitor.post('share', { message: id })).status).toBe(404)
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
