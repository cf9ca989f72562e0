import { z } from 'zod'
import { argument } from '../operation/argument.ts'
import { branchText, imageText } from '../project/arguments.ts'
import type { Build } from '../project/project.ts'
import { editions, versionText } from '../version/known.ts'
import type { InstanceSettings } from './instance.ts'

/** What an instance is built of; a wizard asks it on a page of its own. */
export function buildArguments(step?: string) {
  const on = step === undefined ? {} : { step }
  return {
    version: argument(versionText.optional(), {
      label: 'Version',
      help: 'An Odoo version: `19.0`',
      completes: 'version',
      ...on,
    }),
    edition: argument(z.enum(editions).optional(), { label: 'Edition', ...on }),
    image: argument(imageText.optional(), {
      label: 'Image',
      help: 'Base image of the build; the catalogue’s unless named',
      ...on,
    }),
    branch: argument(branchText.optional(), {
      label: 'Branch',
      help: 'The branch to deploy; `main` unless named',
      completes: 'branch',
      ...on,
    }),
    oca_queue: argument(z.boolean().optional(), { label: 'OCA queue', help: 'With the job queue of OCA', ...on }),
    excluded_addons: argument(addonsText.optional(), {
      label: 'Excluded addons',
      help: 'Not installed, separated by commas',
      ...on,
    }),
    clean_diff: argument(z.boolean().optional(), {
      label: 'Clean diff',
      help: 'Look at the quality of what changed',
      ...on,
    }),
  }
}

const addonsText = z
  .string()
  .trim()
  .max(2000)
  .regex(/^[\w ,]*$/, 'are names of addons, separated by commas')

export function addonsOf(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((addon) => addon.length > 0))]
}

interface Given {
  version?: string | undefined
  edition?: 'community' | 'enterprise' | undefined
  image?: string | undefined
  branch?: string | undefined
  oca_queue?: boolean | undefined
  excluded_addons?: string | undefined
  clean_diff?: boolean | undefined
}

/** Only what was said, so that what was not said stays as it is. */
export function buildFrom(given: Given): Build {
  return {
    ...(given.version === undefined ? {} : { version: given.version }),
    ...(given.branch === undefined ? {} : { branch: given.branch }),
    ...settingsFrom(given),
  }
}

export function settingsFrom(given: Given): InstanceSettings & Build {
  return {
    ...(given.edition === undefined ? {} : { edition: given.edition }),
    ...(given.image === undefined ? {} : { image: given.image }),
    ...(given.oca_queue === undefined ? {} : { ocaQueue: given.oca_queue }),
    ...(given.excluded_addons === undefined ? {} : { excludedAddons: addonsOf(given.excluded_addons) }),
    ...(given.clean_diff === undefined ? {} : { cleanDiff: given.clean_diff }),
  }
}

/** What the project says, without what is said of the instance's place. */
export function settingsOf(build: Build | undefined): InstanceSettings {
  const { version: _version, branch: _branch, ...settings } = build ?? {}
  return settings
}
