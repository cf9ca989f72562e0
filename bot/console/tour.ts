import type { House } from '../../core/house.ts'
import type { Member } from '../../core/member/member.ts'
import { right } from '../../core/operation/asking.ts'
import { demoPeople, practiceServer } from '../../core/platform/demo.ts'
import { findServer } from '../../core/reference/find.ts'
import { askingIn } from './rooms.ts'

/** One of the things that a demo invites to: lines as somebody would type them, one after the other. */
export interface Step {
  label: string
  about: string
  lines: readonly string[]
}

export interface Tour {
  steps: readonly Step[]
  people: readonly Member[]
}

/** What there is to try now, for this one of the demo's people; null where this is no demo. */
export async function tourFor(house: House, member: Member): Promise<Tour | null> {
  const people = await demoPeople(house.store.reading)
  if (!people.some(({ id }) => id === member.id)) return null
  const other = people.find(({ id }) => id !== member.id)?.name ?? 'somebody else'
  const steps = (await mayBreak(house, member)) ? [...first(other), await breakStep(house)] : first(other)
  return { steps, people }
}

function first(other: string): Step[] {
  return [
    {
      label: 'Deploy staging',
      about: 'Seventeen stages, in one message that edits itself',
      lines: ['deploy acme/staging'],
    },
    {
      label: 'Deploy production',
      about: `It waits for a second person: go on as ${other} and approve it`,
      lines: ['deploy acme/production'],
    },
  ]
}

const breaks = {
  label: 'Break a deploy',
  about: 'See what went wrong, what to do about it, and that the old release serves again',
}

/** New code for a module, so that the database is touched, and Odoo that does not answer afterwards. */
const breaksLater = [
  'practice commit acme --message "Round the prices" --modules sale',
  'practice fault health_check "health check failed" --times 1',
  'deploy acme/staging',
]

/** Where nothing runs yet, a health check has nothing to fall back to. */
const breaksFirst = ['practice fault pulling_image "pull access denied" --times 1', 'deploy acme/staging']

async function breakStep({ store }: House): Promise<Step> {
  const project = await store.reading.project.one({ slug: 'acme' })
  const staging = project && (await store.reading.environment.one({ projectId: project.id, kind: 'staging' }))
  const running = staging && (await store.reading.instance.count({ environmentId: staging.id, runsId: { not: null } }))
  return { ...breaks, lines: running ? breaksLater : breaksFirst }
}

async function mayBreak(house: House, member: Member): Promise<boolean> {
  const asking = await askingIn(house, member, null)
  const server = await house.store.reading.server.one({ name: practiceServer })
  const fault = house.operations.find('practice.fault')
  if (!server || !fault) return false
  const { place } = await findServer(asking, server.name, 'read')
  return right(asking, place, fault.least, fault.permission).allowed
}
