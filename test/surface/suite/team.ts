import type { Bot } from '../bot.ts'
import type { Person } from './person.ts'

/** A bot, and the people who have to do with it at one surface. */
export interface Team {
  readonly bot: Bot
  /** Admin. */
  readonly ada: Person
  /** Developer Plus in acme. */
  readonly grace: Person
  /** Viewer in acme. */
  readonly eve: Person
  /** How somebody is named who is not there yet. */
  account(name: string): string
  /** Lets the people in who were added by now. */
  letIn(): Promise<void>
  /** The bot ends, and is there again so much later. */
  later(ms: number): Promise<void>
  /** What the surface found wrong with what it was sent. */
  mustBeContent(): void
  stop(): Promise<void>
}

/** `PRACTICE_SPEED`: a deploy takes about half a second. */
export const fast = { PRACTICE_SPEED: '500' }

/** From nothing to a project on a practice server, by text alone, as anybody would do it. */
export async function setUp(team: Team): Promise<void> {
  const { ada } = team
  await ada.asks('practice add box1', /box1/)
  await ada.asks('version set 19.0 --image odoo:19.0', /19\.0/)
  await ada.asks('project create acme --repo https://git.example/acme.git', /acme/)
  for (const kind of ['production', 'staging', 'development']) {
    await ada.asks(`environment create acme/${kind} --server box1`, new RegExp(`acme/${kind}`))
    await ada.asks(
      `instance create acme/${kind} --version 19.0 --branch main --domain ${kind}.acme.example`,
      new RegExp(`acme/${kind}/v19`),
    )
  }
  await ada.asks(`member add ${team.account('grace')} developer_plus --project acme --name grace`, /grace/)
  await ada.asks(`member add ${team.account('eve')} viewer --project acme --name eve`, /eve/)
  await ada.asks('channel bind acme', /belongs to acme/)
  await team.letIn()
}
