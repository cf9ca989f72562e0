import type { RepositoryLevel } from '../deployment/release.ts'
import type { Repository } from './repository.ts'

/** A repository that an instance takes its addons from, before anybody looked what is in it. */
export interface Wanted {
  level: RepositoryLevel
  name: string
  url: string
  /** Null takes the one that is called like the version of Odoo. */
  branch: string | null
}

export function levelOf({
  organizationId,
  projectId,
  instanceId,
}: Pick<Repository, 'organizationId' | 'projectId' | 'instanceId'>): RepositoryLevel {
  if (instanceId !== null || projectId !== null) return 'additional'
  return organizationId === null ? 'platform' : 'organization'
}

/** Folders side by side: two that are called alike get their level into their names, and a number if that is taken. */
export function namedApart<One extends Pick<Wanted, 'level' | 'name'>>(wanted: readonly One[]): One[] {
  const taken = new Set<string>()
  return wanted.map((one) => {
    const choices = [
      one.name,
      `${one.level}-${one.name}`,
      ...numbers.map((number) => `${one.level}-${one.name}-${number}`),
    ]
    const name = choices.find((choice) => !taken.has(choice)) ?? one.name
    taken.add(name)
    return { ...one, name }
  })
}

const numbers = Array.from({ length: 100 }, (_, index) => index + 2)

/** The name that a repository bears at its host, as a folder may be called. */
export function folderName(url: string): string {
  const last = url.replace(/\/+$/, '').split(/[/:]/).at(-1) ?? ''
  const plain = last
    .replace(/\.git$/i, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  return plain.slice(0, 40).replace(/-+$/, '') || 'addons'
}
