import { z } from 'zod'
import { kinds } from '../access/level.ts'

/** What people call things: typed in references, so small letters, digits and dashes. */
export const name = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .regex(
    /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/,
    'may hold small letters, digits and dashes, and begins and ends with a letter or digit',
  )

/** What stands beside a kind of environment in a reference must not sound like one. */
export const placeName = name.refine((text) => !kinds.some((kind) => kind === text), {
  message: 'is what a kind of environment is called',
})
