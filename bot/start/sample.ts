import { Fault } from '../../core/error.ts'
import type { House } from '../../core/house.ts'
import type { Member } from '../../core/member/member.ts'
import { ask } from '../../core/operation/ask.ts'
import { practiceServer, seedDemoGrants, seedDemoPeople } from '../../core/platform/demo.ts'
import { Grammar } from '../grammar/read.ts'

const project = 'acme'
const domains: Readonly<Record<string, string>> = {
  production: 'acme.example',
  staging: 'staging.acme.example',
  development: 'development.acme.example',
}

/** What a person would type to get there; what stands below a line is for those who typed it for the first time. */
const lines: readonly [string, ...string[]][] = [
  ['version set 19.0 --image odoo:19.0'],
  // The first room belongs to it: both people see there what becomes of its jobs.
  [`project create ${project} --repo https://git.example/${project}.git`, `channel bind ${project}`],
  ...['production', 'staging', 'development'].flatMap((kind): [string, ...string[]][] => [
    [
      `environment create ${project}/${kind} --server ${practiceServer}`,
      `environment automate ${project}/${kind} --automatic-install`,
    ],
    [`instance create ${project}/${kind} --version 19.0 --branch main --domain ${domains[kind] ?? kind}`],
  ]),
]

/** The sample project, asked for like everything else. A second start on the same folder finds it there. */
export async function seedSample(house: House): Promise<Member> {
  const admin = await seedDemoPeople(house)
  const [room] = await house.store.reading.room.find({}, { order: ['createdAt'], limit: 1 })
  const says: Saying = { house, grammar: new Grammar(house.operations), admin, room: room?.id ?? null }
  for (const [line, ...then] of lines) {
    const isNew = await say(says, line)
    for (const next of isNew ? then : []) await say(says, next)
  }
  await seedDemoGrants(house, project)
  return admin
}

interface Saying {
  house: House
  grammar: Grammar
  admin: Member
  room: string | null
}

async function say({ house, grammar, admin, room }: Saying, line: string): Promise<boolean> {
  const read = grammar.read(line)
  if (!('understood' in read)) throw new Error(`the sample cannot be made: nobody understands “${line}”`)
  try {
    await ask(house, {
      ...read.understood,
      who: { by: 'member', memberId: admin.id },
      origin: { surface: 'console', team: '', channel: room, thread: null, link: null },
      delivery: null,
      asText: true,
    })
    return true
  } catch (error) {
    // Made by an earlier start, which may have been ended in the middle.
    if (!(error instanceof Fault) || error.code !== 'already_there') throw error
    return false
  }
}
