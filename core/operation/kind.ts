import { z } from 'zod'

/** What a value is, apart from whether it may be left out: enough for a text, a form and a completion. */
export type ValueKind =
  | { is: 'text' }
  | { is: 'number' }
  | { is: 'toggle' }
  | { is: 'choice'; options: readonly string[] }
  | { is: 'several'; options: readonly string[] | null }

export function kindOf(type: z.ZodType): ValueKind {
  const schema = z.toJSONSchema(type, { io: 'output', unrepresentable: 'any' })
  if (schema.enum) return { is: 'choice', options: schema.enum.map(String) }
  if (schema.type === 'boolean') return { is: 'toggle' }
  if (schema.type === 'number' || schema.type === 'integer') return { is: 'number' }
  if (schema.type === 'array') {
    const items = schema.items
    const options = items !== undefined && typeof items === 'object' && !Array.isArray(items) ? items.enum : undefined
    return { is: 'several', options: options ? options.map(String) : null }
  }
  return { is: 'text' }
}

export function defaultOf(type: z.ZodType): unknown {
  const result = type.safeParse(undefined)
  return result.success ? result.data : undefined
}
