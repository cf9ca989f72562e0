import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Bot } from '../surface/bot.ts'
import { openScene, type Scene, say, signedInPage } from '../surface/stand-in/browser.ts'
import type { SlackStandIn } from '../surface/stand-in/slack.ts'
import { authorize } from './authorize.ts'
import { describeInLab } from './endpoints.ts'

/** A job in a room: asked by a button, told by one message that edits itself, seen by whoever looks. */
describeInLab('a server, checked from the page', (lab) => {
  let scene: Scene
  let slack: SlackStandIn
  let bot: Bot
  let browser: Browser

  beforeAll(async () => {
    scene = await openScene()
    ;({ slack, bot, browser } = scene)
  })

  afterAll(() => scene?.close())

  test('goes from asked to done in one message that edits itself', async () => {
    const context = await browser.newContext()
    const page = await signedInPage(context, bot, slack)
    const other = await context.newPage()
    await other.goto(`${bot.url}/console`)

    await say(page, 'server key')
    authorize(lab, (await page.locator('.card pre').textContent()) ?? '')
    const { host, port, user, hostKeyFingerprint } = lab.ssh
    await say(page, `server add box1 --host ${host} --port ${port} --user ${user} --docker-socket ${lab.docker.socket}`)
    await page.getByRole('button', { name: 'The key is right' }).click()
    const sure = page.getByRole('dialog')
    expect(await sure.textContent()).toContain(hostKeyFingerprint)
    await sure.getByRole('button', { name: 'Not now' }).click()
    await expect.poll(() => sure.count()).toBe(0)
    await page.getByRole('button', { name: 'The key is right' }).click()
    await sure.getByRole('button', { name: 'The key is right' }).click()
    const trusted = page.getByRole('article').filter({ hasText: 'host key confirmed' })
    await trusted.getByRole('button', { name: 'Check' }).click()

    for (const tab of [page, other]) {
      const job = tab.getByRole('article').filter({ has: tab.getByRole('heading', { name: 'server check box1 #1' }) })
      await job.locator('.state').filter({ hasText: 'success' }).first().waitFor()
      // What is said beneath it, that it is done, has no stages to show.
      expect(await job.filter({ has: tab.getByRole('button', { name: 'Stages' }) }).count()).toBe(1)
    }
    await page.getByRole('button', { name: 'Stages' }).click()
    await page.getByRole('article').filter({ hasText: 'Looking around' }).waitFor()
    expect(slack.messages.filter(({ text }) => text.includes('server check'))).toEqual([])
    await say(page, 'server show box1')
    await page.getByRole('article').last().getByText('Docker', { exact: true }).waitFor()
  })
})
