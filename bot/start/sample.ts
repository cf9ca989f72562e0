import { Fault } from '../../core/error.ts'
import type { House } from '../../core/house.ts'
import type { Member } from '../../core/member/member.ts'
import { ask } from '../../core/operation/ask.ts'
import { practiceServer, seedDemoGrants, seedDemoPeople } from '../../core/platform/demo.ts'
import { Grammar } from '../grammar/read.ts'

const project = 'acme'

/** What a person would type to get there. */
const lines = [
  'version set 19.0 --image odoo:19.0',
  `project create ${project} --repo https://git.example/${project}.git`,
  ...['production', 'staging', 'development'].flatMap((kind) => [
    `environment create ${project}/${kind} --server ${practiceServer}`,
    `instance create ${project}/${kind} --version 19.0 --branch main`,
  ]),
]

/** The sample project, asked for like everything else. A second start on the same folder finds it there. */
export async function seedSample(house: House): Promise<Member> {
  const admin = await seedDemoPeople(house)
  const grammar = new Grammar(house.operations)
  for (const line of lines) await say(house, grammar, admin, line)
  await seedDemoGrants(house, project)
  return admin
}

async function say(house: House, grammar: Grammar, admin: Member, line: string): Promise<void> {
  const read = grammar.read(line)
  if (!('understood' in read)) throw new Error(`the sample cannot be made: nobody understands “${line}”`)
  try {
    await ask(house, {
      ...read.understood,
      who: { by: 'member', memberId: admin.id },
      origin: { surface: 'system', team: '', channel: null, thread: null, link: null },
      delivery: null,
      asText: true,
    })
  } catch (error) {
    // Made by an earlier start, which may have been ended in the middle.
    if (!(error instanceof Fault) || error.code !== 'already_there') throw error
  }
}
