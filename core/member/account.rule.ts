import type { Origin } from '../operation/request.ts'
import { anyTeam, type Platform } from './member.ts'

export interface NamedAccount {
  platform: Platform
  /** Empty: whichever team the account turns up in. */
  team: string
  user: string
}

const mentions = { slack: /^@([UW][A-Z0-9]+)$/, discord: /^@!?(\d{5,})$/ } as const
const spelt = /^(slack|discord):(?:([\w-]+)\/)?@?([\w-]+)$/i

/** `@U123` as a mention arrives, or `slack:U123` and `slack:T1/U123`. Anything else is a name: null. */
export function accountOf(text: string, { surface, team }: Pick<Origin, 'surface' | 'team'>): NamedAccount | null {
  if (surface === 'slack' || surface === 'discord') {
    const user = mentions[surface].exec(text)?.[1]
    if (user) return { platform: surface, team, user }
  }
  const [, platform, named, user] = spelt.exec(text) ?? []
  if (!platform || !user) return null
  const on = platform.toLowerCase() === 'slack' ? 'slack' : 'discord'
  return { platform: on, team: named ?? (surface === on ? team : anyTeam), user }
}

/** A name that was typed with an at sign is still a name. */
export function nameIn(text: string): string {
  return text.replace(/^@/, '').trim()
}
