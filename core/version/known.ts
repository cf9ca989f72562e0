import { z } from 'zod'
import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import type { Reading } from '../ports/store.ts'

/** Versions of Odoo that we know without anybody's catalogue. */
export const knownVersions = ['14.0', '15.0', '16.0', '17.0', '18.0', '19.0'] as const

export const editions = ['community', 'enterprise'] as const
export type Edition = (typeof editions)[number]

/** `19` is what people say and `19.0` what it is called. */
export const versionText = z.coerce
  .string()
  .trim()
  .regex(/^\d{1,2}(\.\d{1,2})?$/, 'is a version like 19.0')

export const versionArgument = argument(versionText, {
  label: 'Version',
  help: 'An Odoo version: `19.0`',
  completes: 'version',
  positional: true,
})

export const editionArgument = argument(z.enum(editions).default('community'), { label: 'Edition' })

export function fullVersion(text: string): string {
  return text.includes('.') ? text : `${text}.0`
}

/** Of the catalogue, or one that everybody knows. */
export async function checkedVersion(reading: Pick<Reading, 'version'>, text: string): Promise<string> {
  const version = fullVersion(text)
  if (knownVersions.some((known) => known === version)) return version
  if (await reading.version.one({ version })) return version
  throw new Fault('invalid_arguments', {
    operation: 'version set',
    field: 'version',
    why: `${version} is not in the catalogue and none of ${knownVersions[0]} to ${knownVersions.at(-1) ?? ''}`,
  })
}
