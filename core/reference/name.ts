import { z } from 'zod'

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
