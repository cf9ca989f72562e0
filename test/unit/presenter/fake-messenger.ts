import type { Messenger, Pace, Place, Sign } from '../../../bot/presenter/messenger.ts'
import { plainCard } from '../../../bot/presenter/plain.ts'
import type { Attachment, Card, Span } from '../../../core/card/card.ts'
import type { Member } from '../../../core/member/member.ts'

export interface Standing {
  message: string
  place: Place
  sign: Sign
  card: Card
  text: string
  edits: number
}

type Call = 'post' | 'edit' | 'file' | 'link'

/** A platform that remembers what stands where, and fails as it is told. */
export class FakeMessenger implements Messenger {
  pace: Pace = { perMinute: 60_000, burst: 1000, leastMs: 5, calmMs: 5 }
  readonly standing: Standing[] = []
  readonly files: { place: Place; file: Attachment }[] = []
  readonly calls: Call[] = []
  /** Thrown by the next calls of this kind, one each; `lost` does it and does not tell. */
  readonly troubles: { call: Call; error: Error | 'lost' }[] = []
  readonly #heard = new Set<() => void>()
  /** Whom it can reach: members by name, and where. */
  readonly accounts = new Map<string, string>()

  async post(place: Place, card: Card, sign: Sign): Promise<string> {
    const there = sign.again ? this.standing.find((one) => one.sign.post === sign.post) : undefined
    if (there) {
      await this.edit(place, there.message, card)
      return there.message
    }
    return this.#call('post', () => {
      const message = `m${this.standing.length + 1}`
      this.standing.push({ message, place, sign, card, text: textOf(card), edits: 0 })
      return message
    })
  }

  edit(_place: Place, message: string, card: Card): Promise<void> {
    return this.#call('edit', () => {
      const there = this.standing.find((one) => one.message === message)
      if (!there) throw new Error(`there is no message ${message}`)
      Object.assign(there, { card, text: textOf(card), edits: there.edits + 1 })
    })
  }

  file(place: Place, file: Attachment, sign: Sign): Promise<void> {
    if (sign.again && this.files.some((one) => one.file.name === file.name)) return Promise.resolve()
    return this.#call('file', () => void this.files.push({ place, file }))
  }

  under(place: Place, message: string): Place {
    return { ...place, thread: place.thread ?? message }
  }

  link(place: Place, message: string): Promise<string | null> {
    return this.#call('link', () => `https://chat.test/${place.channel}/${message}`)
  }

  mention(_team: string, member: Member): Promise<Span | null> {
    return Promise.resolve({ person: `@${member.name}`, name: member.name })
  }

  direct(member: Member): Promise<Place | null> {
    const channel = this.accounts.get(member.name)
    return Promise.resolve(channel === undefined ? null : { team: 'T1', channel, thread: null })
  }

  /** Waits until something stands there; the test has the time limit. */
  until<Found>(look: () => Found | undefined): Promise<Found> {
    return new Promise((resolve) => {
      const check = () => {
        const found = look()
        if (found === undefined) return
        this.#heard.delete(check)
        resolve(found)
      }
      this.#heard.add(check)
      check()
    })
  }

  #tell(): void {
    for (const heard of this.#heard) heard()
  }

  #call<Result>(call: Call, done: () => Result): Promise<Result> {
    this.calls.push(call)
    const at = this.troubles.findIndex((one) => one.call === call)
    const trouble = at < 0 ? null : this.troubles.splice(at, 1)[0]
    const fails = trouble && trouble.error !== 'lost' ? trouble.error : null
    if (fails) queueMicrotask(() => this.#tell())
    if (fails) return Promise.reject(fails)
    const result = done()
    this.#tell()
    return trouble ? Promise.reject(new Error('the line broke')) : Promise.resolve(result)
  }
}

function textOf(card: Card): string {
  return plainCard(card, { now: 0, timeZone: 'UTC', pageUrl: null })
}
