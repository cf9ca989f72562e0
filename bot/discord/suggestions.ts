import type { House } from '../../core/house.ts'
import { type Asking, asking } from '../../core/operation/asking.ts'
import { kindOf } from '../../core/operation/kind.ts'
import { argumentsOf } from '../../core/operation/operation.ts'
import type { Complete } from '../conversation/complete.ts'
import { waiting } from '../conversation/waiting.ts'
import { cut, oneLine } from '../presenter/harmless.ts'
import type { Suggestion } from './arrived.ts'
import { commandLimits } from './commands/limits.ts'
import type { Conversation } from './conversation.ts'

/** Of the three seconds that Discord waits. */
const patienceMs = 2300

export interface Choice {
  name: string
  value: string
}

/** What somebody may mean, as they type. */
export class Suggestions {
  readonly #house: House
  readonly #conversation: Conversation
  readonly #complete: Complete

  constructor(house: House, conversation: Conversation, complete: Complete) {
    this.#house = house
    this.#conversation = conversation
    this.#complete = complete
  }

  async choices(what: Suggestion): Promise<Choice[]> {
    const { answer, tell } = waiting<Choice[]>(patienceMs)
    this.#find(what).then(tell, (error: unknown) => {
      this.#house.log.warn({ error }, 'choices for Discord could not be found')
      tell(undefined)
    })
    return (await answer) ?? []
  }

  async #find({ way, operation, argument, text }: Suggestion): Promise<Choice[]> {
    const found = this.#house.operations.find(operation)
    const about = found && argumentsOf(found).find(({ name }) => name === argument)
    if (!about) return []
    // A list is typed with commas: what is looked for is the last of it.
    const kind = kindOf(about.type)
    const before = kind.is === 'several' && text.includes(',') ? text.slice(0, text.lastIndexOf(',') + 1) : ''
    const last = text.slice(before.length).trim()
    const { completes } = about.facts
    const options = 'options' in kind ? (kind.options ?? []) : []
    const all = completes
      ? await this.#complete(await this.#asking(way), completes, last)
      : options.filter((one) => one.includes(last)).map((one) => ({ value: one, label: one }))
    return all
      .map(({ value, label }) => ({ name: cut(before + oneLine(label), commandLimits.choice), value: before + value }))
      .filter(({ name, value }) => name !== '' && value !== '' && value.length <= commandLimits.choice)
      .slice(0, commandLimits.choices)
  }

  async #asking(way: Suggestion['way']): Promise<Asking> {
    const { team, channel } = way
    const origin = { surface: 'discord' as const, team, channel, thread: null, link: null }
    return asking(this.#house, await this.#conversation.who(way), origin)
  }
}
