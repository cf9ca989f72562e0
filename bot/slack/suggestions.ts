import type { PlainTextOption } from '@slack/types'
import type { House } from '../../core/house.ts'
import type { Completes } from '../../core/operation/argument.ts'
import { asking } from '../../core/operation/asking.ts'
import { argumentsOf } from '../../core/operation/operation.ts'
import type { Complete } from '../conversation/complete.ts'
import { waiting } from '../conversation/waiting.ts'
import type { Suggestion } from './arrived.ts'
import type { Conversation } from './conversation.ts'
import { limits } from './render/limits.ts'
import { label } from './render/part.ts'

export type Option = PlainTextOption

const patienceMs = 2500

/** Options for a select, as the person types. */
export class Suggestions {
  readonly #house: House
  readonly #conversation: Conversation
  readonly #complete: Complete

  constructor(house: House, conversation: Conversation, complete: Complete) {
    this.#house = house
    this.#conversation = conversation
    this.#complete = complete
  }

  async options(what: Suggestion): Promise<Option[]> {
    const completes = this.#completes(what.action)
    if (!completes) return []
    const { answer, tell } = waiting<Option[]>(patienceMs)
    this.#find(what, completes).then(tell, (error: unknown) => {
      this.#house.log.warn({ error }, 'options for Slack could not be found')
      tell(undefined)
    })
    return (await answer) ?? []
  }

  async #find({ way, text }: Suggestion, completes: Completes): Promise<Option[]> {
    const who = await this.#conversation.who(way)
    const origin = { surface: 'slack' as const, team: way.team, channel: way.channel, thread: null, link: null }
    const found = await this.#complete(await asking(this.#house, who, origin), completes, text)
    return found
      .filter(({ value }) => value !== '' && value.length <= limits.optionValue)
      .slice(0, limits.options)
      .map((one) => ({ text: label(one.label, limits.option), value: one.value }))
  }

  /** The field says by its id whose options are wanted: `field:server.add:name`. */
  #completes(action: string): Completes | undefined {
    const [kind, operation = '', name] = action.split(':')
    const found = kind === 'field' ? this.#house.operations.find(operation) : undefined
    return found && argumentsOf(found).find((one) => one.name === name)?.facts.completes
  }
}
