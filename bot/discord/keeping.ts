import type { Card } from '../../core/card/card.ts'
import type { House } from '../../core/house.ts'
import { type Again, againOf } from '../conversation/again.ts'
import { keep, keptOf } from '../conversation/kept.ts'
import { stash, unstash } from '../conversation/stash.ts'
import type { Grammar, Typed } from '../grammar/read.ts'
import type { Reader } from '../presenter/plain.ts'
import { spellingOf } from './commands/spelling.ts'
import type { Button, Press } from './render/buttons.ts'
import { draw } from './render/embed.ts'
import { keyedId, plainId } from './render/ids.ts'
import { assembled, type DiscordMessage } from './render/message.ts'

/** The store itself, whatever the length: Discord carries a hundred characters and no more. */
const inStore = 0
const mostKnown = 2000

/** What buttons mean beyond what Discord carries: kept with us, under a key. */
export class Keeping {
  readonly #house: House
  /** A message that is edited each second keeps its buttons. */
  readonly #known = new Map<string, string>()
  readonly #spell: (line: string) => string

  constructor(house: House, grammar: Pick<Grammar, 'read'>) {
    this.#house = house
    this.#spell = spellingOf(house.operations, grammar)
  }

  /** What somebody typed: it may hold a secret, and is remembered nowhere else. */
  carried(thing: unknown): Promise<string> {
    return stash(this.#house, 'discord', thing, inStore)
  }

  async keep(thing: unknown): Promise<string> {
    const print = JSON.stringify(thing)
    const known = this.#known.get(print)
    if (known !== undefined) return known
    const key = await keep(this.#house, 'discord', thing)
    if (this.#known.size >= mostKnown) this.#known.clear()
    this.#known.set(print, key)
    return key
  }

  kept(key: string): Promise<unknown> {
    return keptOf(this.#house, 'discord', key)
  }

  /** Null where it is too old. */
  carriedOn(key: string): Promise<unknown> {
    return unstash(this.#house, 'discord', key)
  }

  /** A card as it is sent. `asked`: what was read, so that it can be asked again, by whoever turns its pages. */
  async drawn(
    card: Card,
    reader: Reader,
    how: { asked?: Typed | null; page?: number; expanded?: boolean; shareable?: boolean; above?: string } = {},
  ): Promise<{ message: DiscordMessage; files: ReturnType<typeof draw>['files'] }> {
    const drawn = draw(card, { ...reader, spell: this.#spell }, how.page ?? 0, how.expanded ?? false)
    const share: Button[] = how.shareable === true ? [{ label: 'Share', style: 2, press: { does: 'share' } }] : []
    const navigation = [...drawn.navigation, ...share]
    const again: Again = againOf(card, how.asked ?? null)
    const ids = new Map<Press, string>()
    for (const button of [...drawn.buttons, ...navigation]) {
      if ('url' in button) continue
      const { press } = button
      const isAsked = press.does === 'ask' || press.does === 'form'
      ids.set(press, plainId(press) ?? keyedId(press, await this.keep(isAsked ? press : again)))
    }
    const message = assembled(drawn, navigation, (press) => ids.get(press) ?? '', how.above ?? '')
    return { message, files: drawn.files }
  }
}
