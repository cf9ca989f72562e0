import type { House } from '../house.ts'
import { written } from '../json.ts'
import { Secret } from '../secret.ts'
import { factsOf } from './argument.ts'
import type { Operation } from './operation.ts'
import type { Plan } from './plan.ts'

const purpose = 'asked'

/** The plan keeps what was asked, sealed: there may be a secret in it. */
export function withAsked(house: House, plan: Plan, given: Readonly<Record<string, unknown>>): Plan {
  return { ...plan, asked: house.vault.seal(new Secret(JSON.stringify(given)), purpose) }
}

export function askedOf(house: House, { asked }: Plan): Record<string, unknown> | null {
  return asked === undefined ? null : written<Record<string, unknown>>(house.vault.open(asked, purpose).reveal())
}

/** What a button may carry to ask for the same thing anew: no secret, and nothing that was meant for that time alone. */
export function askedAgain(house: House, operation: Operation, plan: Plan): Record<string, unknown> | null {
  const asked = askedOf(house, plan)
  if (!asked) return null
  const once = new Set(['at', 'confirm', 'emergency'])
  return Object.fromEntries(
    Object.entries(asked).filter(([name, value]) => {
      const type = operation.arguments[name]
      if (!type || value === undefined || once.has(name)) return false
      const { secret, hidden } = factsOf(type)
      return secret !== true && hidden !== true
    }),
  )
}
