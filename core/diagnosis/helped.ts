import { Fault } from '../error.ts'
import { diagnose } from './diagnose.rule.ts'
import { type Named, remedies } from './remedies.ts'

/** What was refused before there was a job: with the name, cause and buttons that its job would have had, where it is known. */
export function helped(error: unknown, named: Named): unknown {
  if (!(error instanceof Fault)) return error
  const { code, facts, message, transient, actions } = error
  const known = diagnose({ stage: null, code, message, lines: [] })
  if (known === null) return error
  const { title, causes } = known
  return new Fault(code, facts, {
    transient,
    actions: [...actions, ...remedies(known, named, null)],
    known: { title, cause: causes[0] ?? '' },
  })
}
