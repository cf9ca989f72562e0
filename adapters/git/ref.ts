import type { Ref } from '../../core/ports/git.ts'

export type Wanted = { kind: 'branch' | 'tag'; name: string; remote: string } | { kind: 'commit'; hash: string }

/** What git would not take as a name does not exist; what it takes for an option never reaches it. */
export function wantedOf(ref: Ref): Wanted | null {
  if ('commit' in ref)
    return /^[0-9a-f]{4,64}$/i.test(ref.commit) ? { kind: 'commit', hash: ref.commit.toLowerCase() } : null
  const [kind, name] = 'branch' in ref ? (['branch', ref.branch] as const) : (['tag', ref.tag] as const)
  const plain = /^(?![-/.])(?!.*(?:\.\.|\/\/|\/\.|@\{|\.lock(?:\/|$)))[^\s~^:?*[\\]+(?<![/.])$/.test(name)
  if (!plain || name === '@' || name.length > 250 || [...name].some((sign) => sign < ' ' || sign === '\x7f'))
    return null
  return { kind, name, remote: `refs/${kind === 'branch' ? 'heads' : 'tags'}/${name}` }
}

/** Whether it names one commit and nothing else. */
export function isWhole(hash: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(hash)
}
