import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Demo, startDemo, stopDemo } from './demo.ts'
import { describeInBrowser, ready, say, startBrowser } from './stand-in/browser.ts'
import { contrastOf } from './stand-in/contrast.ts'

/** What somebody does who has just typed `npm run demo`: the three things that it invites to. */
describeInBrowser('the demo, by its page', () => {
  let folder: string
  let running: Demo
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pilothouse-test-'))
    running = await startDemo({ DATA_DIR: folder, PRACTICE_SPEED: '200' })
    browser = await startBrowser()
    page = await browser.newPage()
    page.setDefaultTimeout(20_000)
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    if (running) await stopDemo(running)
    if (folder) await rm(folder, { recursive: true, force: true })
  })

  const toTry = (name: string) => page.getByRole('list', { name: 'To try' }).getByRole('button', { name })
  /** The one message of a job: what belongs to it stands under it. */
  const message = (number: number) =>
    page
      .locator('.answer:not([data-under])')
      .filter({ has: page.getByRole('heading', { name: new RegExp(`acme/\\w+/v19\\??( #|.*#)${number}\\b`) }) })
      .first()
  const under = (text: string) => page.locator('.answer[data-under]').filter({ hasText: text })

  async function goOnAs(name: string): Promise<void> {
    await page.getByRole('button', { name: `Go on as ${name}` }).click()
    await page.locator('.me').getByText(name, { exact: true }).waitFor()
    await ready(page)
  }

  test('the printed link signs in to a welcome with three things to do', async () => {
    await page.goto(running.link)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await ready(page)
    await page.getByText('project acme', { exact: true }).waitFor()
    const welcome = page.getByRole('region', { name: 'Hello Ada' })
    expect(await welcome.getByRole('button').allTextContents()).toEqual([
      expect.stringMatching(/^Deploy staging/),
      expect.stringMatching(/^Deploy production/),
      expect.stringMatching(/^Break a deploy/),
    ])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      expect((await contrastOf(page)).filter(({ ratio }) => ratio < 4.5)).toEqual([])
    }
  })

  test('one click deploys staging: seventeen stages in one message, then a few lines', async () => {
    await say(page, 'practice hold initializing_database')
    await page.getByRole('heading', { name: 'Practice hold' }).waitFor()
    await toTry('Deploy staging').click()
    await message(1).getByText('Initializing database').waitFor()
    expect(
      await message(1)
        .getByRole('listitem')
        .filter({ has: page.locator('.symbol') })
        .count(),
    ).toBe(17)
    expect(await message(1).getByRole('progressbar').count()).toBe(1)
    await page.getByRole('button', { name: 'Release' }).click()
    await message(1).getByText('success').waitFor()
    await message(1).getByRole('link', { name: 'Open' }).waitFor()
    await under('is done after').waitFor()
    // Said where the message stands, and not a second time to its asker alone.
    expect(await page.getByText('is done after').count()).toBe(1)
  })

  test('production waits for the second person, whom the same page turns into', async () => {
    await toTry('Deploy production').click()
    await message(2).getByText('waits for approval').waitFor()
    await under('Grace: #2 waits for an approval').waitFor()
    await goOnAs('Grace')
    expect(await toTry('Break a deploy').count()).toBe(0)
    await message(2).getByRole('button', { name: 'Approve' }).click()
    await message(2).getByText('success').waitFor()
    await message(2).getByText('Asked by Ada · approved by Grace').waitFor()
    await message(1).getByText('success').waitFor()
    await goOnAs('Ada')
    await message(2).getByText('success').waitFor()
  })

  test('a deploy that is broken on purpose says why, and what still serves; retried, it can be rolled back', async () => {
    await toTry('Break a deploy').click()
    await page.getByRole('heading', { name: 'Practice fault in health_check' }).waitFor()
    await message(3).getByText('failed', { exact: true }).first().waitFor()
    await message(3).getByText('Odoo does not answer as it should').waitFor()
    await message(3).getByText('which ran before, still serves').waitFor()
    await under('What may have caused it').waitFor()
    await under('The release from before serves again').first().waitFor()
    await under('Log of #3').waitFor()
    await message(3).getByRole('button', { name: 'Retry from Health check' }).click()
    await message(4).getByText('success').waitFor()
    await message(4).getByRole('button', { name: 'Roll back' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click()
    await message(5).getByText('success').waitFor()
    await message(5).getByRole('heading', { name: 'rollback acme/staging/v19 #5' }).waitFor()
    await say(page, 'deployment list acme/staging')
    const history = page.getByRole('article').filter({ has: page.getByRole('heading', { name: 'Deployments' }) })
    // All but that of production.
    await history.getByRole('row').nth(4).waitFor()
    expect(await history.getByText('acme/production').count()).toBe(0)
  })

  test('where nothing runs yet, it breaks another way, and a fault can be cleared', async () => {
    await say(page, 'practice reset --confirm practice')
    await page.getByRole('heading', { name: 'practice is empty' }).waitFor()
    await toTry('Break a deploy').click()
    await page.getByRole('heading', { name: 'Practice fault in pulling_image' }).waitFor()
    await message(6).getByText('failed', { exact: true }).first().waitFor()
    expect(await message(6).getByText('still serves').count()).toBe(0)
    await page.getByRole('button', { name: 'Clear' }).last().click()
    await page.getByText('It goes well again').waitFor()
    await message(6).getByRole('button', { name: /Retry/ }).click()
    await message(7).getByText('success').waitFor()
  })

  test.each([360, 1280])('nothing of it reaches beyond a screen of %i', async (width) => {
    await page.setViewportSize({ width, height: 800 })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    const beyond = await page.locator('#scroll').evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)
    expect(beyond).toBeLessThanOrEqual(0)
  })
})
