import { Fault } from '../error.ts'
import type { Commit, Module, Ref } from '../ports/git.ts'
import { levelOf, namedApart } from '../repository/sources.rule.ts'
import { byPriority, fromBelow, rootsOf, spoken } from './modules.rule.ts'
import type { Origin } from './origin.ts'
import type { Ground } from './reading.ts'
import type { Source } from './release.ts'

/** All repositories of an instance, the lowest first, each in a folder of its own. */
export async function sourcesOf(origin: Origin, { project, instance, beside }: Ground, ref: Ref): Promise<Source[]> {
  const own = {
    level: 'project' as const,
    name: project.slug,
    url: project.repository,
    branch: branchOf(ref, instance.branch),
    ref,
  }
  const stored = beside.map(({ name, url, branch, ...whose }) => ({ level: levelOf(whose), name, url, branch }))
  const others = [...origin.shared(), ...stored].map(({ branch, ...one }) => {
    const name = branch ?? instance.version
    return { ...one, branch: name, ref: { branch: name } }
  })
  // The project's own keeps its name, whatever others are called.
  const all = fromBelow(namedApart([own, ...others]))
  return Promise.all(all.map(async ({ ref: at, ...one }) => ({ ...one, commit: await commitOf(origin, one.url, at) })))
}

async function commitOf({ git }: Origin, url: string, ref: Ref): Promise<Commit> {
  if (url === '') {
    throw new Fault('state_forbids', {
      why: 'The project has no repository yet.',
      next: 'Give it one: `project configure <project> --repo https://…`.',
    })
  }
  const found = await git.find(url, ref)
  if (found) return found
  const [what, name] = Object.entries(ref)[0] ?? ['branch', '']
  throw new Fault('no_such_code', { what, name: String(name), repository: url, field: what })
}

function branchOf(ref: Ref, otherwise: string): string {
  return 'branch' in ref ? ref.branch : otherwise
}

/** A source and what lies in it. */
export interface ReadSource {
  source: Source
  modules: Readonly<Record<string, Module>>
}

export function readSources({ git }: Origin, sources: readonly Source[]): Promise<ReadSource[]> {
  return Promise.all(
    sources.map(async (source) => {
      const { modules, asks, pointers } = await git.contents(source.url, source.commit.hash)
      return { source: { ...source, roots: rootsOf(modules), asks, pointers }, modules }
    }),
  )
}

/** Of two that are called alike the one counts that Odoo finds first. */
export function modulesOf(read: readonly ReadSource[], languages: readonly string[]): Record<string, Module> {
  const told = read.map(({ source: { level }, modules }) => ({ level, modules: spoken(modules, languages) }))
  return Object.assign(
    {},
    ...byPriority(told)
      .toReversed()
      .map(({ modules }) => modules),
  ) as Record<string, Module>
}
