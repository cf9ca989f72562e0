import { vi } from 'vitest'

/** Something that somebody reads, in whatever shape their surface gives it. */
export interface Shown {
  /** Stays the same while it edits itself. */
  id: string
  /** The message that it stands under, where this surface has threads. */
  under: string | null
  title: string
  state: string
  /** What has a symbol before it. */
  lines: readonly string[]
  /** All of its words, the title first. */
  text: string
  buttons: readonly string[]
  /** A file that came with it, or is it. */
  file: { name: string; text: string } | null
  /** It is or holds a picture, and not a broken one. */
  picture: boolean
}

/** Answers by the words that stand at their fields. */
export type Given = Readonly<Record<string, string | boolean>>

/** A page of a form, as it stands there now. */
export interface FormPage {
  title: string
  /** What stands in each field, by the field's words. */
  fields: Given
}

/** What came of sending a page of a form. */
export type Sent = { is: 'done' } | { is: 'next' } | { is: 'wrong'; text: string }

type Look<Found> = (seen: readonly Shown[]) => Found | undefined

/** Nobody waits for ever: what was there instead is what explains it. */
const patienceMs = 120_000

/** Somebody at one surface, with the same few things to do as at every other. */
export abstract class Person {
  readonly name: string
  /** What they saw before they last did something. */
  #before = new Map<string, string>()

  constructor(name: string) {
    this.name = name
  }

  /** Types a line where the project's jobs are told. */
  async says(line: string): Promise<void> {
    await this.#remember()
    await this.type(line)
  }

  /** Types a line, and reads the first new thing that holds this. */
  async asks(line: string, answer: RegExp | string = ''): Promise<Shown> {
    await this.says(line)
    return this.told(answer)
  }

  /** Says it to the bot where a job is talked about. */
  async asksUnder(message: Shown, line: string, answer: RegExp): Promise<Shown> {
    await this.#remember()
    await this.typeUnder(message, line)
    return this.told(answer)
  }

  /** Types a line, and has what comes of it: a form that asks for more, or an answer. */
  async tries(line: string): Promise<{ form: FormPage } | { answer: Shown }> {
    await this.says(line)
    return vi.waitFor(
      async () => {
        const form = await this.formPage()
        if (form) return { form }
        const answer = (await this.seen()).find((one) => !this.#before.has(one.id))
        if (!answer) throw new Error(`nothing came of “${line}”`)
        return { answer }
      },
      { timeout: patienceMs, interval: 20 },
    )
  }

  /** Types a line that makes a job; answers its number. */
  async starts(line: string): Promise<number> {
    await this.says(line)
    const asked = await this.waitsFor(`a job of “${line}”`, (seen) =>
      seen.find((one) => one.under === null && !this.#before.has(one.id) && numberIn(one) !== undefined),
    )
    return numberIn(asked) ?? Number.NaN
  }

  /** Presses a button by its words, says yes where it asks once more, and fills in what is asked. */
  async presses(message: Shown, button: string | RegExp, given: Given = {}): Promise<void> {
    const label = message.buttons.find((one) => (typeof button === 'string' ? one === button : button.test(one)))
    if (label === undefined)
      throw new Error(`there is no button ${button} but ${message.buttons.join(', ')}:\n${message.text}`)
    await this.#remember()
    await this.press(message, label)
    if (Object.keys(given).length > 0) await this.fills(given)
  }

  /** Fills in the form that is open, page by page, each answer where it is asked for. */
  async fills(given: Given): Promise<void> {
    for (;;) {
      const sent = await this.sends(given)
      if (sent.is === 'wrong') throw new Error(`the form of ${this.name} was not taken:\n${sent.text}`)
      if (sent.is === 'done') return
    }
  }

  /** Fills in one page and sends it. */
  async sends(given: Given = {}): Promise<Sent> {
    await this.#remember()
    return this.sendPage(given)
  }

  /** The page of the form that is open, once it is as it is wanted. */
  async form(isWanted: (page: FormPage) => boolean = () => true): Promise<FormPage> {
    const page = await vi.waitFor(
      async () => {
        const found = await this.formPage()
        if (!found || !isWanted(found)) throw new Error(`the form of ${this.name} is ${JSON.stringify(found)}`)
        return found
      },
      { timeout: patienceMs, interval: 20 },
    )
    return page
  }

  /** Something that they did not see before they last did something. */
  told(words: RegExp | string): Promise<Shown> {
    return this.waitsFor(`something new with ${words}`, (seen) =>
      seen.find((one) => this.#before.get(one.id) !== one.text && holds(one, words)),
    )
  }

  /** Something that holds this, whenever it came. */
  sees(words: RegExp | string): Promise<Shown> {
    return this.waitsFor(`something with ${words}`, (seen) => seen.find((one) => holds(one, words)))
  }

  /** The message of a job, once it is as it is wanted. */
  job(number: number, words: RegExp | string = ''): Promise<Shown> {
    return this.waitsFor(`the message of #${number} with ${words}`, (seen) => {
      const message = seen.find((one) => isOf(one, number))
      return message && holds(message, words) ? message : undefined
    })
  }

  /** The message of a job, each time that it looked otherwise until it ended. */
  async follows(number: number, withinMs = patienceMs): Promise<Shown[]> {
    const looks: Shown[] = []
    const look: Look<Shown> = (seen) => {
      const message = seen.find((one) => isOf(one, number))
      if (message && looks.at(-1)?.text !== message.text) looks.push(message)
      return message && /^(?:success|failed|cancelled)\b/.test(message.state) ? message : undefined
    }
    await this.waitsFor(`the end of #${number}`, look, withinMs)
    return looks
  }

  /** What is said under the message of a job. */
  inThread(number: number, words: RegExp | string): Promise<Shown> {
    return this.waitsFor(`something under #${number} with ${words}`, (seen) => {
      const message = seen.find((one) => isOf(one, number))
      return message && seen.find((one) => one.under === message.id && holds(one, words))
    })
  }

  /** All of the log of a deployment, as the file that it is handed out as. */
  async logOf(number: number): Promise<string> {
    await this.says(`deployment export ${number} --format txt`)
    const name = `deployment-${number}.txt`
    return this.waitsFor(
      name,
      (seen) =>
        seen.flatMap((one) =>
          one.file?.name === name && this.#before.get(one.id) !== one.text ? one.file.text : [],
        )[0],
    )
  }

  /** A picture that came, and that can be looked at. */
  async seesPicture(): Promise<void> {
    await this.waitsFor('a picture', (seen) => seen.find(({ picture }) => picture))
  }

  /** Everything that looks like the message of this job: there should be one. */
  async messagesOf(number: number): Promise<Shown[]> {
    return (await this.seen()).filter((one) => isOf(one, number))
  }

  async #remember(): Promise<void> {
    this.#before = new Map((await this.seen()).map((one) => [one.id, one.text]))
  }

  protected async waitsFor<Found>(what: string, look: Look<Found>, withinMs = patienceMs): Promise<Found> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        void this.seen().then((seen) => {
          const last = seen.slice(-6).map((one) => `${one.text}\n[${one.buttons.join('] [')}]`)
          reject(new Error(`${this.name} did not see ${what}, but at last:\n${last.join('\n---\n')}`))
        }, reject)
      }, withinMs)
    })
    try {
      return await Promise.race([this.until(look), late])
    } finally {
      clearTimeout(timer)
    }
  }

  /** All that they see now, the oldest first. */
  abstract seen(): Promise<Shown[]>
  /** They come in no more. */
  abstract isShutOut(): Promise<unknown>
  /** This person where the channel belongs to nobody. */
  abstract elsewhere(): Promise<Person>
  protected abstract until<Found>(look: Look<Found>): Promise<Found>
  protected abstract type(line: string): Promise<void>
  protected abstract typeUnder(message: Shown, line: string): Promise<void>
  protected abstract press(message: Shown, label: string): Promise<void>
  protected abstract sendPage(given: Given): Promise<Sent>
  /** What is open now; undefined while nothing is. */
  protected abstract formPage(): Promise<FormPage | undefined>
  /** From a page of a form to the one before. */
  abstract goesBack(): Promise<void>
  /** Closes the form that is open, and asks for nothing. */
  abstract dismisses(): Promise<void>
  /** What is offered to somebody who types this for an argument. */
  abstract offered(command: string, argument: string, text: string): Promise<string[]>
}

function holds(one: Shown, words: RegExp | string): boolean {
  return typeof words === 'string' ? one.text.includes(words) : words.test(one.text)
}

const jobTitle = /^(?:Approve )?[a-z]+ \S+\/\S+?\?? #(\d+)$/

function numberIn(one: Shown): number | undefined {
  const found = jobTitle.exec(one.title)?.[1]
  return found === undefined ? undefined : Number(found)
}

function isOf(one: Shown, number: number): boolean {
  return one.under === null && numberIn(one) === number
}

/** The lines of a job's stages: a symbol, a name, a time. */
export function stagesIn(message: Shown): string[] {
  return message.lines.filter((line) => !/^⚠ \d+ warnings?/.test(line))
}
