import type { Browser, Locator, Page } from 'playwright-core'
import { Bot } from '../bot.ts'
import { inputOf, ready, say, startBrowser } from '../stand-in/browser.ts'
import { ahead } from './ahead.ts'
import { type FormPage, type Given, Person, type Sent, type Shown } from './person.ts'
import { setUp, type Team } from './team.ts'

export async function byPage(settings: Record<string, string>): Promise<Team> {
  let bot = await Bot.start(settings)
  let aheadMs = 0
  const browser = await startBrowser()
  const person = (name: string) => new OnPage(name, browser)
  const ada = person('ada')
  const others = [person('grace'), person('eve')] as const
  const team: Team = {
    get bot() {
      return bot
    },
    ada,
    grace: others[0],
    eve: others[1],
    account: (name) => name,
    /** Ada hands each of them a link, as she would. */
    async letIn() {
      await ada.goesTo(`${bot.url}/console`)
      for (const one of others) {
        const answer = await ada.asks(`member link ${one.name}`, /Sign-in link/)
        await one.signsIn(/http\S+code=[\w%-]+/.exec(answer.text)?.[0] ?? '')
      }
    },
    async later(ms) {
      const { port } = new URL(bot.url)
      await bot.stop()
      aheadMs += ms
      bot = await Bot.start({ ...settings, PORT: port, ...ahead(aheadMs) }, bot.folder)
      for (const one of [ada, ...others]) await one.goesTo(`${bot.url}/console`)
    },
    mustBeContent() {
      for (const one of [ada, ...others]) one.mustBeContent()
    },
    async stop() {
      await browser.close()
      await bot.remove()
    },
  }
  await ada.claims(`${bot.url}/console`, await bot.says(/claim ([A-Z0-9-]+)/))
  await setUp(team)
  return team
}

const lookAgainMs = 40

class OnPage extends Person {
  readonly #browser: Browser
  #opened: Page | null = null
  #wrong: string[] = []

  constructor(name: string, browser: Browser, opened: Page | null = null) {
    super(name)
    this.#browser = browser
    if (opened) this.#take(opened)
  }

  async claims(address: string, code: string): Promise<void> {
    const page = await this.#open(address)
    await page.getByLabel('Code').fill(code)
    await page.getByLabel('Your name').fill(this.name)
    await page.getByRole('button', { name: 'Become the admin' }).click()
    await ready(page)
  }

  async signsIn(link: string): Promise<void> {
    const page = await this.#open(link)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await ready(page)
  }

  async goesTo(address: string): Promise<void> {
    await this.#page.goto(address)
    await ready(this.#page)
  }

  /** Errors of the page's script. */
  mustBeContent(): void {
    const found = this.#wrong.splice(0)
    if (found.length > 0) throw new Error(`the page of ${this.name}:\n${found.join('\n')}`)
  }

  isShutOut(): Promise<void> {
    return this.#page.getByRole('heading', { name: 'Sign in to Pilothouse' }).waitFor()
  }

  /** A room of nobody's, in a window of its own. */
  async elsewhere(): Promise<Person> {
    const page = await this.#page.context().newPage()
    await page.goto(new URL('/console', this.#page.url()).href)
    await ready(page)
    await page.getByText('New room').click()
    await page.locator('#room-name').fill('elsewhere')
    await page.getByRole('button', { name: 'Make it' }).click()
    await page.getByRole('heading', { name: 'elsewhere', exact: true }).waitFor()
    await ready(page)
    return new OnPage(this.name, this.#browser, page)
  }

  seen(): Promise<Shown[]> {
    return this.#page.locator('#log > li').evaluateAll(read)
  }

  protected async until<Found>(look: (seen: readonly Shown[]) => Found | undefined): Promise<Found> {
    for (;;) {
      if (this.#page.isClosed()) throw new Error(`the page of ${this.name} is closed`)
      const found = look(await this.seen())
      if (found !== undefined) return found
      await this.#page.waitForTimeout(lookAgainMs)
    }
  }

  protected async type(line: string): Promise<void> {
    await say(this.#page, line)
    await this.#page.locator('#log > .pending').waitFor({ state: 'detached' })
  }

  protected async typeUnder(message: Shown, line: string): Promise<void> {
    await this.#message(message)
      .getByRole('button', { name: /^Ask about/ })
      .click()
    await this.type(line)
  }

  protected async press(message: Shown, label: string): Promise<void> {
    await this.#message(message).getByRole('button', { name: label, exact: true }).first().click()
    const sure = this.#page.locator('dialog.sure')
    if (await sure.isVisible()) await sure.locator('button[value=yes]').click()
    await this.#page.locator('#log > .pending').waitFor({ state: 'detached' })
  }

  protected async sendPage(given: Given): Promise<Sent> {
    const form = this.#form
    await form.waitFor()
    for (const [words, value] of Object.entries(given)) {
      const field = this.#field(words)
      if (!(await field.isVisible())) continue
      if (typeof value === 'boolean') await field.setChecked(value)
      else if ((await field.evaluate((one) => one.tagName)) === 'SELECT') await field.selectOption(value)
      else await field.fill(value)
    }
    await this.#leaves(form.locator('button[type=submit]'))
    if (!(await form.isVisible())) return { is: 'done' }
    const wrong = form.getByRole('alert')
    return (await wrong.isVisible()) ? { is: 'wrong', text: await wrong.innerText() } : { is: 'next' }
  }

  protected async formPage(): Promise<FormPage | undefined> {
    if (!(await this.#form.isVisible())) return undefined
    const labels = await this.#form.locator('.field label').allInnerTexts()
    const standing = labels.map(async (label) => {
      const field = this.#field(label)
      const isTicked = (await field.getAttribute('type')) === 'checkbox'
      return [label, isTicked ? ((await field.isChecked()) ? 'yes' : '') : await field.inputValue()] as const
    })
    const title = await this.#form.locator('header').innerText()
    return { title, fields: Object.fromEntries(await Promise.all(standing)) }
  }

  goesBack(): Promise<void> {
    return this.#leaves(this.#form.getByRole('button', { name: 'Back' }))
  }

  dismisses(): Promise<void> {
    return this.#leaves(this.#form.getByRole('button', { name: 'Cancel' }))
  }

  async offered(command: string, _argument: string, text: string): Promise<string[]> {
    const input = inputOf(this.#page)
    await input.fill('')
    const asked = this.#page.waitForResponse(
      (one) => new URL(one.url()).searchParams.get('text') === `${command} ${text}`,
    )
    await input.fill(`${command} ${text}`)
    await asked
    const offers = await this.#page.getByRole('option').allInnerTexts()
    await input.press('Escape')
    return offers.map((one) => one.split('\n')[0]?.trim() ?? '')
  }

  get #form(): Locator {
    return this.#page.locator('form.form').last()
  }

  #field(words: string): Locator {
    return this.#form.getByLabel(words, { exact: true })
  }

  /** Each page of a form is another form. */
  async #leaves(button: Locator): Promise<void> {
    const before = await this.#form.elementHandle()
    await button.click()
    await before?.waitForElementState('hidden')
  }

  #message({ id }: Shown): Locator {
    return this.#page.locator(`[id="${id}"]`)
  }

  get #page(): Page {
    if (!this.#opened) throw new Error(`${this.name} is not there yet`)
    return this.#opened
  }

  async #open(address: string): Promise<Page> {
    const context = await this.#browser.newContext()
    const page = await context.newPage()
    this.#take(page)
    await page.goto(address)
    return page
  }

  #take(page: Page): void {
    this.#opened = page
    page.on('pageerror', (error) => void this.#wrong.push(error.message))
  }
}

/** As much of the browser's elements as is read here: tests are checked without its types. */
interface Element {
  id: string
  innerText: string
  textContent: string
  dataset: Readonly<Record<string, string | undefined>>
  naturalWidth?: number
  querySelector(selector: string): Element | null
  querySelectorAll(selector: string): Iterable<Element>
  closest(selector: string): Element | null
  getAttribute(name: string): string | null
}

/** Runs in the page: what stands there, as people read it. */
function read(messages: readonly Element[]): Shown[] {
  const flat = (element: Element | null) => (element?.innerText ?? '').replace(/\s+/g, ' ').trim()
  const all = (card: Element, selector: string) =>
    [...card.querySelectorAll(selector)].filter((one) => !one.closest('details.more:not([open])'))
  return messages.flatMap((message, at): Shown[] => {
    const card = message.querySelector('article.card')
    if (!card) return []
    const attachment = card.querySelector('.attachment')
    const text = all(card, 'header, ul.lines > li, .progress span, dl > div, tr, pre, .attachment small').map((one) => {
      const label = one.querySelector('dt')
      if (label) return `${flat(label)}: ${flat(one.querySelector('dd'))}`
      return one.closest('pre') ? one.textContent : flat(one)
    })
    const links = [...card.querySelectorAll('a[href]')].map((one) => one.getAttribute('href') ?? '')
    return [
      {
        id: message.id === '' ? `at-${at}` : message.id,
        under: message.dataset['under'] === undefined ? null : `m-${message.dataset['under']}`,
        title: flat(card.querySelector('h3')),
        state: flat(card.querySelector('header .state')).replace(/^[✓⟳✗○⚠–] /, ''),
        lines: all(card, 'ul.lines > li')
          .map(flat)
          .filter((line) => /^[✓⟳✗○⚠–] /.test(line)),
        text: [...text, ...links].join('\n'),
        buttons: [...message.querySelectorAll('.actions .button, .actions button, [data-share]')].map(flat),
        file: attachment && {
          name: attachment.dataset['name'] ?? '',
          text: attachment.querySelector('pre')?.textContent ?? '',
        },
        picture: (card.querySelector('img')?.naturalWidth ?? 0) > 100,
      },
    ]
  })
}
