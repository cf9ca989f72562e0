import type { ModuleHashes } from '../ports/databases.ts'
import type { Module } from '../ports/git.ts'
import { printOf } from './print.ts'
import type { RepositoryLevel, Source } from './release.ts'

/** The highest first: what stands there wins over what stands below. */
const levels = ['additional', 'project', 'organization', 'platform'] as const satisfies RepositoryLevel[]

export function byPriority<One extends Pick<Source, 'level'>>(sources: readonly One[]): One[] {
  return levels.flatMap((level) => sources.filter((source) => source.level === level))
}

/** The lowest first, as people see them cloned. */
export function fromBelow<One extends Pick<Source, 'level'>>(sources: readonly One[]): One[] {
  return levels.toReversed().flatMap((level) => sources.filter((source) => source.level === level))
}

/** The modules of a repository, with the translations that the database speaks counted in. */
export function spoken(
  modules: Readonly<Record<string, Module>>,
  languages: readonly string[],
): Readonly<Record<string, Module>> {
  const speaks = (language: string) => languages.some((one) => one === language || one.split('_')[0] === language)
  return Object.fromEntries(
    Object.entries(modules).map(([name, module]) => {
      const heard = Object.entries(module.translations ?? {}).filter(([language]) => speaks(language))
      if (heard.length === 0) return [name, module]
      const print = printOf({ files: module.hash, translations: Object.fromEntries(heard) })
      return [name, { ...module, hash: print.slice(0, 40) }]
    }),
  )
}

/** Where in a repository its addons lie; a folder whose name would break the list of paths is left out. */
export function rootsOf(modules: Readonly<Record<string, Module>>): string[] {
  const roots = [...new Set(Object.values(modules).map(({ root }) => root ?? ''))].filter(
    (root) => !/[,\s"'%$\\]/.test(root),
  )
  const depth = (root: string) => (root === '' ? 0 : root.split('/').length)
  return roots.length === 0 ? [''] : roots.sort((one, other) => depth(one) - depth(other) || (one < other ? -1 : 1))
}

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

/** Installed from our code once, and not to be found in it any more: taken away, or set to be not installable. */
export function goneFrom(installed: ModuleHashes, now: Readonly<Record<string, Module>>): string[] {
  return Object.entries(installed)
    .filter(([name, hash]) => hash !== '' && now[name] === undefined)
    .map(([name]) => name)
    .sort()
}

/** These, with all that they stand upon, and what Odoo may install by itself because of them: by name. */
export function withDependencies(names: readonly string[], now: Readonly<Record<string, Module>>): string[] {
  const automatic = Object.entries(now).flatMap(([name, module]) => (module.automatic ? [name] : []))
  const all = new Set([...names, ...automatic])
  // What is added while it is gone through is gone through too.
  for (const name of all) for (const one of now[name]?.depends ?? []) all.add(one)
  return [...all].sort()
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
