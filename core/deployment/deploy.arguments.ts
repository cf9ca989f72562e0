import { z } from 'zod'
import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import type { Ref } from '../ports/git.ts'
import { branchText } from '../project/arguments.ts'

/** Which code. Shared by a deploy and by the plan of one. */
export function codeArguments() {
  return {
    branch: argument(branchText.optional(), {
      label: 'Branch',
      help: 'Another branch than the one that the instance is set to',
      completes: 'branch',
    }),
    tag: argument(branchText.optional(), { label: 'Tag' }),
    commit: argument(
      z
        .string()
        .trim()
        .toLowerCase()
        .regex(/^[0-9a-f]{7,40}$/, 'is a commit like a3b2c1d')
        .optional(),
      { label: 'Commit', help: 'Exactly this one' },
    ),
    update: argument(z.boolean().default(true), {
      label: 'Update',
      help: 'Bring the database to the new code; `--no-update` takes the code alone',
    }),
  }
}

export const unlockArgument = argument(z.boolean().default(false), {
  label: 'Unlock',
  help: 'Lift the lock that a rollback left',
})

interface Given {
  branch?: string | undefined
  tag?: string | undefined
  commit?: string | undefined
}

export function refOf({ branch, tag, commit }: Given, otherwise: string): Ref {
  const named = [branch, tag, commit].filter((one) => one !== undefined)
  if (named.length > 1) {
    throw new Fault('invalid_arguments', {
      operation: 'instance deploy',
      field: commit === undefined ? 'tag' : 'commit',
      why: 'a branch, a tag and a commit exclude each other',
    })
  }
  if (commit !== undefined) return { commit }
  return tag === undefined ? { branch: branch ?? otherwise } : { tag }
}
