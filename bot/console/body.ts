import type { Request } from 'express'
import { z } from 'zod'
import { Fault } from '../../core/error.ts'

/** What the page's script sends. */
const key = z.string().regex(/^[\w-]{8,64}$/)
const room = z.string().min(1).max(64)
const values = z.record(z.string().max(80), z.unknown())

export const sayBody = z.strictObject({
  room,
  key,
  text: z.string().trim().min(1).max(8000),
  /** The message of a job that it is said about. */
  about: z.string().max(64).optional(),
  /** From a link: it shows, and never changes anything. */
  reads: z.boolean().default(false),
})

export const actBody = z.strictObject({
  room,
  key,
  operation: z.string().max(80),
  /** What the button or the form brings along. */
  known: values,
  /** What was typed into the form; null for a button. */
  values: values.nullable(),
})

export const formBody = z.strictObject({
  operation: z.string().max(80),
  known: values,
  values,
  page: z.number().int().min(-1).max(50),
  to: z.number().int().min(0).max(50),
})

export const shareBody = z.strictObject({ message: z.string().max(64) })

export const personBody = z.strictObject({ member: z.string().max(64) })

export const codeBody = z.object({ code: z.string().max(200).default('') })

export const claimBody = z.object({
  code: z.string().max(200).default(''),
  name: z.string().trim().max(80).default(''),
})

export const roomBody = z.strictObject({ name: z.string().trim().min(1).max(40) })

export function bodyOf<Type>(schema: z.ZodType<Type>, request: Request): Type {
  return checked(schema, request.body)
}

export function checked<Type>(schema: z.ZodType<Type>, value: unknown): Type {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new Fault('unreadable', { why: `${issue?.path.join('.') || 'the body'}: ${issue?.message ?? 'not valid'}` })
}
