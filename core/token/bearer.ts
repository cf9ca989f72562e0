import { Fault } from '../error.ts'
import type { House } from '../house.ts'
import type { Who } from '../operation/request.ts'
import { isGood } from './bounds.rule.ts'
import type { Token } from './token.ts'

const touchEveryMs = 60_000

/** Knows programs by their tokens. */
export class Bearers {
  readonly #house: House
  /** When the row of a token was written last: once a minute is enough. */
  readonly #touched = new Map<string, number>()

  constructor(house: House) {
    this.#house = house
  }

  /** Unknown, revoked, expired, or of somebody who left: all look the same, and a stranger learns no names. */
  async who(text: string): Promise<Extract<Who, { by: 'token' }>> {
    const { reading } = this.#house.store
    const token = await reading.token.one({ hash: this.#house.vault.hash(text) })
    const now = this.#house.clock.now()
    const good = token && isGood(token, now)
    const member = good ? await reading.member.one({ id: token.memberId, active: true }) : null
    if (!good || !member) throw new Fault('unknown_person', { whom: 'an admin' })
    await this.#touch(token, now)
    return {
      by: 'token',
      tokenId: token.id,
      memberId: token.memberId,
      level: token.level,
      projectId: token.projectId,
    }
  }

  async #touch({ id, lastUsedAt }: Token, now: number): Promise<void> {
    const last = Math.max(lastUsedAt ?? 0, this.#touched.get(id) ?? 0)
    if (now - last < touchEveryMs) return
    this.#touched.set(id, now)
    await this.#house.store.write((rows) => rows.token.update({ id }, { lastUsedAt: now }))
  }
}
