import type { ModuleHashes } from '../ports/databases.ts'
import type { Module } from '../ports/git.ts'

/** Which of the installed modules have other files now, and what depends on those: by name. */
export function toUpdate(installed: ModuleHashes, now: Readonly<Record<string, Module>>): string[] {
  const changed = new Set(changedOf(installed, now))
  let before = -1
  while (changed.size !== before) {
    before = changed.size
    for (const [name, { depends }] of Object.entries(now))
      if (name in installed && depends.some((one) => changed.has(one))) changed.add(name)
  }
  return [...changed].sort()
}

/** Those of the installed modules that have other files themselves. */
export function changedOf(installed: ModuleHashes, now: Readonly<Record<string, Module>>): string[] {
  return Object.entries(installed)
    .filter(([name, hash]) => now[name] !== undefined && now[name].hash !== hash)
    .map(([name]) => name)
    .sort()
}

/** What the database will say of itself when it went well: what was skipped stays as it was. */
export function hashesAfter(
  installed: ModuleHashes,
  now: Readonly<Record<string, Module>>,
  skipped: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(installed).map(([name, hash]) => [name, skipped.includes(name) ? hash : (now[name]?.hash ?? hash)]),
  )
}
