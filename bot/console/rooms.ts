import { levels, reaches } from '../../core/access/level.ts'
import { organizationPlace, projectPlace } from '../../core/access/visible.ts'
import type { Binding, Room } from '../../core/channel/channel.ts'
import { Fault } from '../../core/error.ts'
import { change } from '../../core/event/change.ts'
import type { House } from '../../core/house.ts'
import type { Member } from '../../core/member/member.ts'
import { type Asking, asking, levelAt } from '../../core/operation/asking.ts'
import type { Origin, Who } from '../../core/operation/request.ts'

export const firstRoom = 'general'

/** A room as one person sees it. */
export interface SeenRoom {
  room: Room
  binding: Binding | null
  /** The project that it belongs to. */
  project: string | null
  /** Whether what the others say there is for this person too; who may not keeps their own conversation. */
  shared: boolean
}

export function whoIs(member: Member): Who {
  return { by: 'member', memberId: member.id }
}

export function originOf(house: House, room: string | null, thread: string | null = null): Origin {
  const link = house.pageUrl && room ? `${house.pageUrl}/console?room=${encodeURIComponent(room)}` : null
  return { surface: 'console', team: '', channel: room, thread, link }
}

export function askingIn(house: House, member: Member, room: string | null): Promise<Asking> {
  return asking(house, whoIs(member), originOf(house, room))
}

/** There is always a room to talk in. */
export async function makeFirstRoom(house: House): Promise<void> {
  await house.store.write(async (rows) => {
    if ((await rows.room.count()) > 0) return
    await rows.room.insert({ id: house.chance.id(), name: firstRoom, createdAt: house.clock.now() })
  })
}

/** A room of a project is there for those who see the project. */
export async function roomsOf(house: House, member: Member): Promise<SeenRoom[]> {
  const as = await askingIn(house, member, null)
  const rooms = await house.store.reading.room.find({}, { order: ['createdAt'] })
  const seen: SeenRoom[] = []
  for (const room of rooms) {
    const one = await seenRoom(as, room)
    if (one) seen.push(one)
  }
  return seen
}

/** Not there and not yours look the same. */
export async function roomFor(house: House, member: Member, id: string): Promise<SeenRoom> {
  const room = await house.store.reading.room.one({ id })
  const seen = room && (await seenRoom(await askingIn(house, member, null), room))
  if (!seen) throw new Fault('not_found', { what: 'room', name: id, list: 'overview' })
  return seen
}

async function seenRoom(as: Asking, room: Room): Promise<SeenRoom | null> {
  const { reading } = as
  const binding = await reading.binding.one({ platform: 'console', team: '', channel: room.id })
  const project = binding && (await reading.project.one({ id: binding.projectId }))
  if (!project) return { room, binding: null, project: null, shared: await seesOrganization(as) }
  if (!reaches(levelAt(as, projectPlace(project)), 'viewer')) return null
  return { room, binding, project: project.slug, shared: true }
}

/** In a room of nobody's all projects are talked about: that is for people of the organization, not of one project. */
async function seesOrganization(as: Asking): Promise<boolean> {
  const home = await as.reading.organization.one({ isDefault: true })
  return home !== null && reaches(levelAt(as, organizationPlace(home.id)), 'viewer')
}

export async function mayMakeRooms(house: House, member: Member): Promise<boolean> {
  const { asker } = await askingIn(house, member, null)
  return asker.standing.grants.some(({ level }) => reaches(level, 'developer'))
}

export async function makeRoom(house: House, member: Member, name: string): Promise<Room> {
  if (!(await mayMakeRooms(house, member))) {
    throw new Fault('not_allowed', {
      operation: 'A new room',
      level: 'Developer',
      has: (await highest(house, member)) ?? 'none',
      whom: 'an admin',
    })
  }
  const room: Room = { id: house.chance.id(), name, createdAt: house.clock.now() }
  await change(house, async (rows) => {
    if (await rows.room.one({ name }))
      throw new Fault('already_there', { what: `a room called ${name}`, field: 'name' })
    await rows.room.insert(room)
    rows.record({
      memberId: member.id,
      who: member.name,
      operation: 'room.create',
      arguments: { name },
      origin: originOf(house, room.id),
      target: name,
      organizationId: null,
      projectId: null,
      outcome: 'done',
      detail: null,
    })
  })
  return room
}

async function highest(house: House, member: Member): Promise<string | undefined> {
  const { asker } = await askingIn(house, member, null)
  return levels.findLast((level) => asker.standing.grants.some((grant) => grant.level === level))
}
