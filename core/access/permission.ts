import type { Operation } from '../operation/operation.ts'

/** Rights that references name without an operation of their own. */
const named = ['instance.editor', 'instance.backup']

/**
 * What can be given or taken beside a level. Rights over people are not among them: whoever could give those would
 * have all the others.
 */
export function extraPermissions(operations: readonly Operation[]): string[] {
  const own = operations
    .filter(({ least, effects }) => least !== 'anyone' && least !== 'member' && !effects.includes('people'))
    .map(({ permission }) => permission)
  return [...new Set([...named, ...own])].sort()
}
