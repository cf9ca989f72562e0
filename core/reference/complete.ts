import { levelTitles, reaches } from '../access/level.ts'
import {
  organizationPlace,
  projectPlace,
  visibleOrganizations,
  visibleProjects,
  visibleServers,
} from '../access/visible.ts'
import { shortPrefix } from '../git/prefix.rule.ts'
import { visibleJobs } from '../job/visible.ts'
import { roleOf } from '../member/role.rule.ts'
import type { Completes } from '../operation/argument.ts'
import { type Asking, everywhere, levelAt } from '../operation/asking.ts'
import { visibleRepositories } from '../repository/visible.ts'
import { knownVersions } from '../version/known.ts'
import { completedEnvironments, completedInstances, instancesSeen } from './complete-places.ts'
import { type Completion, completion, ranked } from './rank.rule.ts'

export type { Completion } from './rank.rule.ts'

/** What somebody may mean while they type: only what they may see, the best first. */
export async function complete(asking: Asking, completes: Completes, typed: string, limit = 20): Promise<Completion[]> {
  if (!asking.asker.member) return []
  const found = await sources[completes](asking, typed, limit)
  return ranked(found, typed).slice(0, limit)
}

type Source = (asking: Asking, typed: string, limit: number) => Promise<Completion[]>

const sources: Record<Completes, Source> = {
  project: async (asking) =>
    (await visibleProjects(asking))
      .filter(({ state }) => state === 'active')
      .map(({ slug, name }) => completion(slug, name === slug ? slug : `${slug} – ${name}`)),
  environment: completedEnvironments,
  instance: completedInstances,
  server: async (asking) =>
    (await visibleServers(asking)).map(({ name, host }) => completion(name, `${name} – ${host}`)),
  member: members,
  role: roles,
  organization: async (asking) => (await visibleOrganizations(asking)).map(({ slug }) => completion(slug)),
  version: versions,
  registry: async ({ reading }) =>
    (await reading.registry.find({}, { order: ['name'] })).map(({ name, host }) =>
      completion(name, `${name} – ${host}`),
    ),
  repository: async (asking) =>
    (await visibleRepositories(asking)).map(({ row, whose }) => completion(row.name, `${row.name} – ${whose}`)),
  connection: async (asking) => {
    const organizations = (await visibleOrganizations(asking)).map(({ id }) => id)
    const found = await asking.reading.gitConnection.find(
      { organizationId: { in: organizations } },
      { order: ['prefix'] },
    )
    return found.map(({ prefix }) => completion(shortPrefix(prefix)))
  },
  provider: async (asking) => {
    const organizations = (await visibleOrganizations(asking)).map(({ id }) => id)
    const providers = await asking.reading.provider.find({ organizationId: { in: organizations } }, { order: ['name'] })
    return providers.map(({ name, settings }) => completion(name, `${name} – ${settings.zone}`))
  },
  branch: async (asking) => {
    const branches = (await instancesSeen(asking, '')).map(({ instance }) => instance.branch)
    return [...new Set(['main', ...branches])].map((branch) => completion(branch))
  },
  job: async (asking) =>
    (await visibleJobs(asking, {}, 100)).map(({ number, operation, target, state }) =>
      completion(String(number), `#${number} ${operation.replaceAll('.', ' ')} ${target}, ${state}`),
    ),
  variable: variables,
  setting: async (asking) =>
    Object.keys(asking.house.operations.find('platform.configure')?.arguments ?? {}).map((name) => completion(name)),
  token: async ({ reading, asker }) =>
    (await reading.token.find({ memberId: asker.member?.id ?? '', revokedAt: null })).map(({ name, level }) =>
      completion(name, `${name}, ${levelTitles[level]}`),
    ),
  channel: async (asking) => {
    const seen = (await visibleProjects(asking)).map(({ id, slug }): [string, string] => [id, slug])
    const slugs = new Map(seen)
    const bindings = await asking.reading.binding.find({ projectId: { in: [...slugs.keys()] } }, { limit: 200 })
    return bindings.map(({ channel, projectId }) => completion(channel, `${channel} – ${slugs.get(projectId) ?? ''}`))
  },
  operation: async (asking) =>
    asking.house.operations.all().map(({ id, summary }) => completion(id, `${id.replaceAll('.', ' ')} – ${summary}`)),
  timezone: async () => Intl.supportedValuesOf('timeZone').map((zone) => completion(zone)),
}

/** Whoever sees all of the platform knows everybody; others know who works where they do. */
async function members(asking: Asking): Promise<Completion[]> {
  const { reading, asker } = asking
  const everybody = await reading.member.find({ active: true, automatic: false }, { order: ['name'], limit: 2000 })
  if (everywhere(asking, 'maintainer')) return everybody.map(({ name }) => completion(name))
  const [projects, organizations] = await Promise.all([visibleProjects(asking), visibleOrganizations(asking)])
  const places = new Set([
    ...projects.map(projectPlace).flatMap(({ projectId }) => (projectId ? [projectId] : [])),
    ...organizations.map(({ id }) => id).filter((id) => reaches(levelAt(asking, organizationPlace(id)), 'viewer')),
  ])
  const known = new Set((await reading.grant.find({ scopeId: { in: [...places] } })).map(({ memberId }) => memberId))
  return everybody.filter(({ id }) => id === asker.member?.id || known.has(id)).map(({ name }) => completion(name))
}

/** Roles of chats that give something already; any other is picked in the chat itself. */
async function roles(asking: Asking, typed: string): Promise<Completion[]> {
  const [projects, organizations] = await Promise.all([visibleProjects(asking), visibleOrganizations(asking)])
  const places = [...projects, ...organizations].map(({ id }) => id)
  const maps = await asking.reading.roleMap.find({ scopeId: { in: places } }, { order: ['roleName'], limit: 200 })
  const known = maps.map(({ platform, team, role, roleName, level }) =>
    completion(`${platform}:${team}/${role}`, `${roleName} – ${levelTitles[level]}`),
  )
  // Where one can only choose, a new one is chosen by its number.
  const spelt = typed.trim()
  return roleOf(spelt, asking.origin) && !known.some(({ value }) => value === spelt)
    ? [...known, completion(spelt)]
    : known
}

async function versions({ reading }: Asking): Promise<Completion[]> {
  const lines = await reading.version.find()
  const all = new Set([...knownVersions, ...lines.map(({ version }) => version)])
  return [...all]
    .sort((one, other) => other.localeCompare(one, 'en', { numeric: true }))
    .map((version) => completion(version))
}

/** Names alone, of instances that this person may see: a value completes nothing. */
async function variables(asking: Asking, typed: string): Promise<Completion[]> {
  const like = typed.trim() === '' ? {} : { name: { contains: typed.trim() } }
  const [rows, seen] = await Promise.all([
    asking.reading.variable.find(like, { order: ['name'], limit: 500 }),
    visibleProjects(asking),
  ])
  const instances = await asking.reading.instance.find({ id: { in: rows.map(({ instanceId }) => instanceId) } })
  const environments = await asking.reading.environment.find({
    id: { in: instances.map(({ environmentId }) => environmentId) },
    projectId: { in: seen.map(({ id }) => id) },
  })
  const there = new Set(environments.map(({ id }) => id))
  const own = new Set(instances.filter(({ environmentId }) => there.has(environmentId)).map(({ id }) => id))
  const names = rows.filter(({ instanceId }) => own.has(instanceId)).map(({ name }) => name)
  return [...new Set(names)].map((name) => completion(name))
}
