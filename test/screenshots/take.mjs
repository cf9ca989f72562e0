// Takes the picture of the page for the README from a run of the demo: `npm run build && node test/screenshots/take.mjs`.
// With a folder as argument it takes every kind of answer there, light and dark, wide and narrow, to be looked at; more
// words choose among them: `node test/screenshots/take.mjs <folder> running failed`.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const [folder, ...chosen] = process.argv.slice(2)
if (folder) mkdirSync(folder, { recursive: true })
const data = mkdtempSync(join(tmpdir(), 'pilothouse-picture-'))
const speed = folder ? '60' : '10'
const bot = spawn(process.execPath, ['dist/bot/cli.js', 'demo'], {
  env: { PATH: process.env.PATH, DATA_DIR: data, PORT: '0', PRACTICE_SPEED: speed },
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
  await page.goto(await signInLink())
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

/** A deploy of production that somebody approved, in the middle of its stages. */
async function picture(page) {
  await page.setViewportSize({ width: 1280, height: 940 })
  await say(page, 'practice hold initializing_database')
  await said(page, 'deploy acme/production')
  await heading(page, /Approve deploy acme\/production/).waitFor()
  await goOnAs(page, 'Grace')
  await page.getByRole('button', { name: 'Approve' }).click()
  await goOnAs(page, 'Ada')
  await job(page, 1).getByText('running').first().waitFor()
  await held(page, 1)
  const asked = page.getByText('deploy acme/production', { exact: true }).first()
  await asked.evaluate((line) => line.closest('li').scrollIntoView({ block: 'start' }))
  await page.screenshot({ path: 'docs/console.png' })
}

async function lookAtAll(page) {
  await look(page, 'welcome')
  await answers(page)
  await deploys(page)
  await gates(page)
  await wizard(page)
}

async function answers(page) {
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
}

/** A job's message in each of its states, and what is asked about it. */
async function deploys(page) {
  await said(page, 'deploy acme/production')
  await heading(page, /Approve deploy acme\/production/).waitFor()
  await look(page, 'approval', job(page, 1))
  await say(page, 'practice hold initializing_database')
  await goOnAs(page, 'Grace')
  await page.getByRole('button', { name: 'Approve' }).click()
  await held(page, 1)
  await goOnAs(page, 'Ada')
  await look(page, 'running', job(page, 1))
  await said(page, 'practice release')
  await done(page, 1, 'success')
  await look(page, 'done', job(page, 1))
  await say(page, 'job show 1 --stages')
  await look(page, 'done-with-stages')
  await said(page, 'deploy acme/staging')
  await done(page, 2, 'success')
  await page.getByRole('list', { name: 'To try' }).getByRole('button', { name: 'Break a deploy' }).click()
  await done(page, 3, 'failed')
  await page.getByText('What may have caused it').waitFor()
  await look(page, 'failed', job(page, 3))
  await look(page, 'failed-thread')
  await said(page, 'job retry 3')
  await done(page, 4, 'success')
  await say(page, 'deployment stats acme')
  await look(page, 'statistics')
  await say(page, 'deployment list acme/staging')
  await look(page, 'history')
  await say(page, 'job logs 3')
  await look(page, 'logs')
}

async function gates(page) {
  await say(page, 'lock acme/staging --reason "Month end, please wait"')
  await goOnAs(page, 'Grace')
  await say(page, 'deploy acme/staging')
  await look(page, 'locked')
  await say(page, 'why acme/production')
  await look(page, 'why')
  await goOnAs(page, 'Ada')
  await say(page, 'deploy acme/development --at "tomorrow 02:00"')
  await look(page, 'schedule')
  await say(page, 'freeze add acme --reason "Black Friday" --from "tomorrow 00:00" --to "tomorrow 23:00"')
  await look(page, 'freeze')
}

async function wizard(page) {
  await say(page, 'project create')
  await look(page, 'wizard-1')
  const form = page.locator('form.form')
  await form.locator('input[type=text]').first().fill('globex')
  await form.getByRole('button', { name: 'Next' }).click()
  await form.getByText('Step 2').waitFor()
  await look(page, 'wizard-2')
}

function heading(page, name) {
  return page.getByRole('heading', { name })
}

/** The one message of a job. */
function job(page, number) {
  return page
    .locator('.answer:not([data-under])')
    .filter({ has: heading(page, new RegExp(`#${number}$`)) })
    .first()
}

async function done(page, number, state) {
  await job(page, number).locator('.state').getByText(state).waitFor()
}

/** All that can be done before the stage in which it is held. */
async function held(page, number) {
  await job(page, number).locator('li[data-tone="good"]').nth(11).waitFor()
}

async function goOnAs(page, name) {
  await page.getByRole('button', { name: `Go on as ${name}` }).evaluate((button) => button.click())
  await page.locator('.me .who').getByText(name, { exact: true }).waitFor({ state: 'attached' })
  await page.locator('body[data-ready]').waitFor()
}

/** Says it and waits for its answer. */
async function say(page, text) {
  const before = await page.locator('.answer').count()
  await said(page, text)
  await page.locator('.answer').nth(before).waitFor()
}

async function said(page, text) {
  await page.locator('#text').fill(text)
  await page.locator('#text').press('Escape')
  await page.locator('#text').press('Enter')
}

async function look(page, name, at = null) {
  if (chosen.length > 0 && !chosen.includes(name)) return
  for (const colorScheme of ['light', 'dark']) {
    for (const [width, height] of [
      [1280, 800],
      [390, 844],
    ]) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height })
      if (at) await at.evaluate((element) => element.scrollIntoView({ block: 'start' }))
      else await page.evaluate(() => document.querySelector('#scroll')?.scrollTo(0, 1e6))
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${width}.png`) })
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 })
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
