import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Bot } from './bot.ts'
import { describeInBrowser, inputOf, openScene, ready, type Scene, say, signedInPage } from './stand-in/browser.ts'
import type { SlackStandIn } from './stand-in/slack.ts'

const secret = 'hunter2-of-the-page'

/** A project from nothing, by the page alone: wizard, room, secret. */
describeInBrowser('a project on the console page', () => {
  let scene: Scene
  let slack: SlackStandIn
  let bot: Bot
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    scene = await openScene()
    ;({ slack, bot, browser } = scene)
    page = await signedInPage(await browser.newContext(), bot, slack)
  })

  afterAll(() => scene?.close())

  const answer = () => page.getByRole('article').last()

  test('a wizard goes forth and back and keeps what was typed', async () => {
    await page.getByRole('button', { name: /Create a project/ }).click()
    const form = page.locator('form.form')
    await form.getByLabel('Name', { exact: true }).fill('acme')
    await form.getByLabel('Repository').fill('https://git.example/acme.git')
    await form.getByRole('button', { name: 'Next' }).click()
    await form.getByText('Step 2').waitFor()
    await form.getByRole('button', { name: 'Back' }).click()
    await form.getByText('Step 1').waitFor()
    expect(await form.getByLabel('Repository').inputValue()).toBe('https://git.example/acme.git')
    const next = form.getByRole('button', { name: 'Next' })
    const done = form.getByRole('button', { name: 'Do it' })
    for (let step = 2; !(await done.isVisible()); step += 1) {
      await next.click()
      await form.getByText(`Step ${step} of`).waitFor()
    }
    await done.click()
    await page.getByRole('article').getByText('https://git.example/acme.git').waitFor()
    await page.getByText('project create acme --repo https://git.example/acme.git', { exact: true }).waitFor()
  })

  test('what is typed is completed from what may be seen', async () => {
    await inputOf(page).pressSequentially('project show ac')
    await page.getByRole('option', { name: /^acme/ }).click()
    expect(await inputOf(page).inputValue()).toBe('project show acme ')
    await inputOf(page).press('Enter')
    await answer().getByText('https://git.example/acme.git').waitFor()
  })

  test('a room that is bound knows its project', async () => {
    await say(page, 'version set 19.0 --image registry.example/odoo:19.0')
    await say(page, 'server add box1 --host 127.0.0.1 --port 1')
    await page.getByRole('heading', { name: 'box1' }).waitFor()
    for (const text of [
      'environment create acme/staging --server box1',
      'instance create acme/staging --version 19.0',
      'channel bind acme',
    ]) {
      const before = await page.locator('.answer').count()
      await say(page, text)
      await page.locator('.answer').nth(before).waitFor()
    }
    await page.reload()
    await ready(page)
    await page.getByText('project acme', { exact: true }).waitFor()
    await say(page, 'environment show staging')
    await page
      .getByRole('heading', { name: /acme\/staging/ })
      .last()
      .waitFor()
  })

  test('a secret is refused as text, taken by the form, and found nowhere', async () => {
    const form = page.locator('form.form')
    await say(page, `variable set acme/staging SMTP_PASSWORD ${secret}`)
    await form.getByText('I do not take a secret as text').first().waitFor()
    await form.getByLabel('Secret value').fill(secret)
    await form.getByRole('button', { name: 'Do it' }).click()
    await expect.poll(() => form.count()).toBe(0)
    await answer().getByText('SMTP_PASSWORD').first().waitFor()
    await page.reload()
    await ready(page)
    await page.getByText('SMTP_PASSWORD').first().waitFor()
    expect(await page.content()).not.toContain(secret)
    for (const name of (await readdir(bot.folder)).filter((file) => file.startsWith('pilothouse.sqlite')))
      expect((await readFile(join(bot.folder, name))).includes(secret)).toBe(false)
    expect(bot.output).not.toContain(secret)
  })
})
