import type { Text } from '../card/card.ts'
import type { Variable } from './variable.ts'

export const variableMask = '•••'

export function variableRow({ category, name, value, secret }: Variable): Text[] {
  return [category, [{ code: name }], secret ? variableMask : value === '' ? '–' : value]
}

/** A secret's value is in nobody's answer. */
export function variableData({ name, category, value, secret }: Variable) {
  return { name, category, secret, value: secret ? null : value }
}
