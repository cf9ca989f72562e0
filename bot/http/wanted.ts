import { z } from 'zod'
import { Fault } from '../../core/error.ts'

/** What stands in a body or behind the question mark, as the path wants it; or one fault that names what is wrong. */
export function wanted<Output>(schema: z.ZodType<Output>, given: unknown): Output {
  const read = schema.safeParse(given)
  if (read.success) return read.data
  const issue = read.error.issues[0]
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  throw new Fault('wrong_body', {
    field: unknown ?? (issue?.path.join('.') || 'body'),
    why: unknown ? 'is not known here' : 'is missing or not valid',
  })
}

/** A number in a query; an empty one is as good as none. */
export function counted(least: number, most: number, otherwise: number) {
  return z
    .union([
      z.literal('').transform(() => otherwise),
      z
        .string()
        .regex(/^\d{1,10}$/)
        .transform(Number),
    ])
    .default(otherwise)
    .pipe(z.number().int().min(least).max(most))
}
