// Takes the picture of the page for the README from a run of the demo: `npm run build && node test/screenshots/take.mjs`.
// With a folder as argument it takes every kind of answer there, light and dark, wide and narrow, to be looked at.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const [folder] = process.argv.slice(2)
const data = mkdtempSync(join(tmpdir(), 'pilothouse-picture-'))
const bot = spawn(process.execPath, ['dist/bot/cli.js', 'demo'], {
  env: { PATH: process.env.PATH, DATA_DIR: data, PORT: '0' },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--font-render-hinting=none'],
})
try {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    reducedMotion: 'reduce',
  })
  const link = await signInLink()
  await page.goto(link)
  if (folder) await look(page, 'sign-in')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('body[data-ready]').waitFor()
  if (folder) await lookAtAll(page)
  else await picture(page)
} finally {
  await browser.close()
  bot.kill('SIGTERM')
  rmSync(data, { recursive: true, force: true })
}

async function picture(page) {
  await page.setViewportSize({ width: 1280, height: 960 })
  await say(page, 'overview')
  await say(page, 'project show acme')
  await page.screenshot({ path: 'docs/console.png' })
}

async function lookAtAll(page) {
  await look(page, 'welcome')
  for (const text of [
    'overview',
    'project show acme',
    'server show practice',
    'server show nothing',
    'audit list',
    'help',
    'help instance create',
    'variable list acme/staging',
  ]) {
    await say(page, text)
    await look(page, text.replaceAll(/\W+/g, '-'))
  }
  await say(page, 'project create')
  await look(page, 'wizard-1')
  const form = page.locator('form.form')
  await form.locator('input[type=text]').first().fill('globex')
  await form.getByRole('button', { name: 'Next' }).click()
  await form.getByText('Step 2').waitFor()
  await look(page, 'wizard-2')
}

async function say(page, text) {
  const before = await page.locator('.answer').count()
  await page.locator('#text').fill(text)
  await page.locator('#text').press('Escape')
  await page.locator('#text').press('Enter')
  await page.locator('.answer').nth(before).waitFor()
}

async function look(page, name) {
  for (const colorScheme of ['light', 'dark']) {
    for (const [width, height] of [
      [1280, 800],
      [390, 844],
    ]) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height })
      await page.evaluate(() => document.querySelector('#scroll')?.scrollTo(0, 1e6))
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${width}.png`) })
    }
  }
}

function signInLink() {
  return new Promise((resolve, reject) => {
    let said = ''
    bot.on('exit', () => reject(new Error(`the demo ended: ${said}`)))
    bot.stdout.on('data', (text) => {
      said += text
      const found = /http\S+\/console\/signin\?code=\S+/.exec(said)
      if (found) resolve(found[0])
    })
  })
}
