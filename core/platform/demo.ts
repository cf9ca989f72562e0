import type { House } from '../house.ts'
import type { Member } from '../member/member.ts'
import { grantLevel, newMember } from '../member/person.ts'
import type { Reading, Writing } from '../ports/store.ts'
import { newPracticeServer } from '../practice/new-server.ts'

const mark = 'demo'
export const practiceServer = 'practice'

interface Marked {
  adminId: string
  /** Whoever tries the demo plays all of them. */
  peopleIds: string[]
}

/** The folder holds somebody's real platform: a sample has no place in it. */
export class NotADemo extends Error {
  override name = 'NotADemo'
  readonly exitCode = 78

  constructor() {
    super(
      'this DATA_DIR holds a real Pilothouse, and the demo does not mix with it. Leave DATA_DIR unset or name another folder.',
    )
  }
}

/** What only a first start can make: two people and a practice server. Answers the admin, the same every time. */
export function seedDemoPeople(house: House): Promise<Member> {
  return house.store.write(async (rows) => {
    const row = await rows.setting.one({ name: mark })
    const known = isMarked(row?.value) ? await rows.member.one({ id: row.value.adminId }) : null
    if (known) return known
    const people = await rows.member.count({ automatic: false })
    if (people > 0 || (await rows.project.count()) > 0) throw new NotADemo()
    const ada = newMember(house, 'Ada')
    const grace = newMember(house, 'Grace')
    await rows.member.insert(ada, grace)
    await grantLevel(house, rows, ada.id, 'platform', '', 'admin')
    await insertPracticeServer(house, rows)
    const value: Marked = { adminId: ada.id, peopleIds: [ada.id, grace.id] }
    await rows.setting.insert({ name: mark, value })
    return ada
  })
}

/** The people of a demo, in the order in which they are introduced; nobody where this is none. */
export async function demoPeople(reading: Reading): Promise<Member[]> {
  const row = await reading.setting.one({ name: mark })
  if (!isMarked(row?.value)) return []
  return reading.member.find({ id: { in: row.value.peopleIds }, active: true }, { order: ['createdAt', 'id'] })
}

/** Grace works on the sample project and sees nothing else. */
export function seedDemoGrants(house: House, slug: string): Promise<void> {
  return house.store.write(async (rows) => {
    const project = await rows.project.one({ slug })
    const grace = await rows.member.one({ name: 'Grace' })
    if (!project || !grace || (await rows.grant.one({ memberId: grace.id }))) return
    await grantLevel(house, rows, grace.id, 'project', project.id, 'developer_plus')
  })
}

async function insertPracticeServer(house: House, rows: Writing): Promise<void> {
  const organization = await rows.organization.one({ isDefault: true })
  if (!organization) throw new Error('there is no default organization')
  await rows.server.insert(newPracticeServer(house, organization.id, practiceServer))
}

function isMarked(value: unknown): value is Marked {
  return value !== null && typeof value === 'object' && 'adminId' in value && 'peopleIds' in value
}
