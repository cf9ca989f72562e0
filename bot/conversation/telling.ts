import type { Card } from '../../core/card/card.ts'
import { Fault } from '../../core/error.ts'
import type { House } from '../../core/house.ts'
import type { Who } from '../../core/operation/request.ts'
import type { Typed } from '../grammar/read.ts'
import type { Again } from './again.ts'
import type { Try } from './deliveries.ts'
import { errorCard } from './error.card.ts'
import type { Reply } from './reply.ts'
import type { AnyWay, Talk } from './talk.ts'

export interface Said {
  card: Card
  /** Only the asker sees it. */
  hidden: boolean
  /** Holds a secret: it must not stay anywhere. */
  secret: boolean
  /** What was read, so that it can be shared and paged. */
  read: Typed | null
  page?: number
  expanded?: boolean
  /** Above it: who shared it. */
  above?: string
}

/** Who sees a reply: the asker, or everybody in the channel. */
export class Telling<Way extends AnyWay, More extends object = object> {
  readonly #house: House
  readonly #talk: Talk<Way>
  readonly #give: (one: Try, way: Way, who: Who, said: Said & More) => Promise<void>

  constructor(house: House, talk: Talk<Way>, give: (one: Try, way: Way, who: Who, said: Said & More) => Promise<void>) {
    this.#house = house
    this.#talk = talk
    this.#give = give
  }

  async say(one: Try, way: Way, said: Said & More): Promise<void> {
    await this.#give(one, way, await this.#who(way), said)
  }

  /** Reads are for the asker, unless they are to stay here; changes are told to the channel. */
  async answer(
    reply: Extract<Reply, { kind: 'card' }>,
    way: Way,
    { asked, here }: { asked: Typed | null; here: boolean },
  ): Promise<Said> {
    const stays = reply.speaks || here || (await this.#talk.staysHere(way))
    const secret = reply.onlyAsker
    return { card: reply.card, hidden: secret || !stays, secret, read: reply.speaks ? null : asked }
  }

  /** Another page, for whoever turns it: in place of their own message, beside everybody's. */
  async turn(one: Try, way: Way, again: Again, how: More & { page: number; expanded: boolean }): Promise<void> {
    const { said } = await this.#once(way, again)
    await this.say(one, way, { ...said, ...how })
  }

  /** To the channel, as the person's doing and with the person's rights. */
  async share(one: Try, way: Way, again: Again, plain: More): Promise<void> {
    const { said, fault } = await this.#once(way, again)
    const closed = fault ?? (await this.#talk.closed(way, 'share'))
    if (closed || said.secret) return this.say(one, way, { ...(closed ? aside(errorCard(closed)) : said), ...plain })
    const who = await this.#who(way)
    const name = who.by === 'identity' ? who.name : 'somebody'
    await this.say(one, way, { ...said, ...plain, hidden: false, above: `Shared by ${name}` })
  }

  /** A card once more, as whoever presses may see it: what is asked again is only ever read. */
  async #once(way: Way, again: Again): Promise<{ said: Said; fault: Fault | null }> {
    if ('card' in again) return { said: aside(again.card), fault: null }
    const asked =
      'view' in again ? this.#talk.understood(again.view) : { operation: again.o, arguments: { ...again.a } }
    if (!asked || this.#house.operations.find(asked.operation)?.kind !== 'read')
      return refused(new Fault('unknown_operation', { text: 'view' in again ? again.view : again.o }))
    const reply = await this.#talk.asked(null, way, asked)
    if (reply.kind === 'card' && reply.outcome !== null)
      return { said: { card: reply.card, hidden: true, secret: reply.onlyAsker, read: asked }, fault: null }
    const fault = reply.kind === 'nothing' ? null : reply.fault
    return refused(fault ?? new Fault('unknown_operation', { text: asked.operation }))
  }

  /** For names and time zones: what must not be seen was decided before. */
  async #who(way: Way): Promise<Who> {
    try {
      return await this.#talk.who(way)
    } catch (error) {
      if (error instanceof Fault) return { by: 'nobody' }
      throw error
    }
  }
}

/** For the asker's eyes, and nothing to share. */
export function aside(card: Card): Said {
  return { card, hidden: true, secret: false, read: null }
}

function refused(fault: Fault): { said: Said; fault: Fault } {
  return { said: aside(errorCard(fault)), fault }
}

/** A form that could not be opened by itself: a button opens it. */
export function withForm(card: Card, { operation, arguments: given }: Typed): Card {
  const open = { label: 'Open the form', operation, arguments: given, form: true, style: 'primary' as const }
  return { ...card, actions: [open, ...(card.actions ?? [])] }
}
