import { leastWords } from '../help/operation.card.ts'
import type { Operation } from '../operation/operation.ts'
import { kinds, type Level, levels, levelTitles } from './level.ts'
import { extraPermissions } from './permission.ts'
import { decide, type Place } from './right.ts'

const place: Place = { organizationId: 'o', projectId: 'p', environmentKind: null }

/** Who may in a kind of environment, a stranger and then each level: `---DPMA`. The same question as requests ask. */
export function reachOf({ least, permission }: Operation, environmentKind: Place['environmentKind']): string {
  const there = { ...place, environmentKind }
  const stranger = decide({ active: false, grants: [], permits: [], cap: null }, there, least, permission)
  const known = levels.map((level) => (mayAs(level, least, permission, there) ? letters[level] : '-'))
  return [stranger.allowed ? 'S' : '-', ...known].join('')
}

const letters: Record<Level, string> = {
  none: 'N',
  viewer: 'V',
  developer: 'D',
  developer_plus: 'P',
  maintainer: 'M',
  admin: 'A',
}

function mayAs(level: Level, least: Operation['least'], permission: string, there: Place): boolean {
  const grant = { id: 'g', memberId: 'm', scope: 'project', scopeId: 'p', level, via: '', createdAt: 0 } as const
  const standing = { active: true, grants: level === 'none' ? [] : [grant], permits: [], cap: null }
  return decide(standing, there, least, permission).allowed
}

/** docs/access-levels.md, from the declarations alone. */
export function accessPage(operations: readonly Operation[]): string {
  const sorted = [...operations].sort((one, other) => (one.id < other.id ? -1 : 1))
  return `# Access levels

Written by \`WRITE_DOCS=1 npm run check:docs\` from the declarations of the operations; do not edit it by hand.

| level | what it is for |
|---|---|
${levels.map((level) => `| ${levelTitles[level]} | ${purposes[level]} |`).join('\n')}

Whoever stands higher has every right of those below. A level counts on the whole platform, in an organization with
all its projects, or in one project; where several reach a place, the highest holds. What asks for the level of the
environment needs Developer on ${kinds.filter((kind) => kind !== 'production').join(' and ')}, and Developer Plus on production. Nothing is
allowed that is not declared here.

One right can be given to a person or taken beside their level with \`member permit\` and \`member deny\`: the nearest
place decides, it shows nobody what they could not see, and an admin of the place cannot be shut out by one. A token
has at most its own level, only in its project if it has one, and is never lifted by an extra right.

| operation | right | least | touches | not by token |
|---|---|---|---|---|
${sorted.map(row).join('\n')}

Rights that can be given or taken by themselves: ${extraPermissions(operations)
    .map((permission) => `\`${permission}\``)
    .join(', ')}.
`
}

const purposes: Record<Level, string> = {
  none: 'Known here, without access to a project',
  viewer: 'Looks: projects, instances, servers, jobs',
  developer: 'Works on staging and development',
  developer_plus: 'Works on production too',
  maintainer: 'Servers, environments, defaults, the audit',
  admin: 'People, tokens of others, projects, organizations',
}

function row({ id, permission, least, effects, people }: Operation): string {
  const touches = effects.length > 0 ? effects.join(', ') : 'nothing'
  return `| \`${id.replaceAll('.', ' ')}\` | \`${permission}\` | ${leastWords(least)} | ${touches} | ${people ? 'people alone' : ''} |`
}
