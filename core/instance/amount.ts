import { z } from 'zod'
import { Fault } from '../error.ts'

/** `4096`, `4G`, `512M`, `1.5 GB`. */
export const amountText = z.coerce
  .string()
  .trim()
  .regex(/^\d{1,7}(?:\.\d+)?\s*(?:[mgt]i?b?)?$/i, 'is an amount like 4096 or 4G')

const inMegabytes: Record<string, number> = { m: 1, g: 1024, t: 1024 * 1024 }

export function megabytes(text: string): number {
  return within('memory', Math.round(amount(text, 'm')), 128, 4 * 1024 * 1024, 'MB')
}

export function gigabytes(text: string): number {
  return within('disk', Math.round(amount(text, 'g') / 1024), 1, 64 * 1024, 'GB')
}

function amount(text: string, unit: string): number {
  const letter = /[mgt]/i.exec(text)?.[0]?.toLowerCase() ?? unit
  return Number.parseFloat(text) * (inMegabytes[letter] ?? 1)
}

function within(field: string, value: number, least: number, most: number, unit: string): number {
  if (value >= least && value <= most) return value
  throw new Fault('invalid_arguments', {
    operation: 'instance size',
    field,
    why: `is between ${least} and ${most} ${unit}`,
  })
}
