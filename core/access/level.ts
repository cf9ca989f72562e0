/** The ladder: whoever stands higher has every right of those below. */
export const levels = ['none', 'viewer', 'developer', 'developer_plus', 'maintainer', 'admin'] as const
export type Level = (typeof levels)[number]

export const kinds = ['production', 'staging', 'development'] as const
export type EnvironmentKind = (typeof kinds)[number]

/** What an operation needs: a level, the level that this kind of environment asks for, to be known at all, or nothing. */
export type Least = Level | 'environment' | 'member' | 'anyone'

export const levelTitles: Record<Level, string> = {
  none: 'None',
  viewer: 'Viewer',
  developer: 'Developer',
  developer_plus: 'Developer Plus',
  maintainer: 'Maintainer',
  admin: 'Admin',
}

export function reaches(has: Level, needs: Level): boolean {
  return levels.indexOf(has) >= levels.indexOf(needs)
}

export function higher(one: Level, other: Level): Level {
  return reaches(one, other) ? one : other
}

/** Production needs Developer Plus, the others Developer. */
export function neededIn(kind: EnvironmentKind): Level {
  return kind === 'production' ? 'developer_plus' : 'developer'
}
