import { z } from 'zod'
import { spanMs } from './span.rule.ts'

/** `90s`, `5m`, `4h`, `2d`, between these two. */
export function span(least: string, most: string) {
  return z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^\d{1,4}[smhd]$/, 'is a time like 90s, 30m, 4h or 2d')
    .refine((text) => spanMs(text) >= spanMs(least) && spanMs(text) <= spanMs(most), {
      message: `is between ${least} and ${most}`,
    })
}
