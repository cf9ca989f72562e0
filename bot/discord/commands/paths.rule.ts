import type { Operations } from '../../../core/operation/registry.ts'

/** Where an operation stands among Discord's commands: `['project', 'create']`, `['deploy']`. */
export type Path = readonly string[]

/**
 * One command for each noun, with its verbs as subcommands; a verb of `instance` is a command of its own, unless a
 * noun is called so: then it stays below `instance`.
 */
export function pathsOf(operations: Pick<Operations, 'all'>): Map<string, Path> {
  const all = operations.all()
  const verbed = new Set(all.filter(({ id }) => id.includes('.')).map(({ id }) => nounOf(id)))
  const nouns = new Set(all.map(({ id }) => nounOf(id)))
  const found = new Map<string, Path>()
  for (const { id, aliases } of all) {
    const words = id.split('.')
    const [noun = '', verb = ''] = words
    if (words.length === 1) found.set(id, verbed.has(noun) ? alone(noun, aliases, nouns) : [noun])
    else found.set(id, noun === 'instance' && words.length === 2 && !nouns.has(verb) ? [verb] : words)
  }
  return found
}

/** A command with subcommands cannot be called by itself: `me` is `whoami`, any other is the `show` of its noun. */
function alone(noun: string, aliases: readonly string[], nouns: ReadonlySet<string>): Path {
  const alias = aliases.find((one) => !one.includes(' ') && !nouns.has(one))
  return alias === undefined ? [noun, 'show'] : [alias]
}

function nounOf(id: string): string {
  return id.split('.')[0] ?? id
}
