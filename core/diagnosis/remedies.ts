import type { Action } from '../card/card.ts'
import type { Job } from '../job/job.ts'
import type { KnownFailure, Remedy } from './failing.ts'

/** What something is about, by the names that operations take; null for what it has not. */
export interface Named {
  server: string | null
  instance: string | null
  project: string | null
}

/** Buttons where an operation is the remedy, and there is what it works on. */
export function remedies(
  known: KnownFailure | null,
  named: Named,
  job: Job | null,
): Extract<Action, { operation: string }>[] {
  return (known?.remedies ?? []).flatMap((remedy) => {
    const given = argumentsOf(remedy, named, job)
    if (given === null) return []
    const { label, operation, form } = remedy
    return [{ label, operation, arguments: given, ...(form ? { form } : {}) }]
  })
}

function argumentsOf({ of }: Remedy, named: Named, job: Job | null): Record<string, string> | null {
  if (of === 'platform') return {}
  const name = of === 'job' ? job && String(job.number) : named[of]
  return name === null ? null : { [of]: name }
}
