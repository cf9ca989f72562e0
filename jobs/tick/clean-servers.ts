import { Fault } from '../../core/error.ts'
import type { House } from '../../core/house.ts'
import { systemName } from '../../core/member/person.ts'
import { ask } from '../../core/operation/ask.ts'
import { isPractice } from '../../core/server/practice.rule.ts'

/** Once a day each server is cleaned, as a job of its own: by system, as anybody could ask for it. */
export async function cleanServers(house: House): Promise<void> {
  const { reading } = house.store
  const system = await reading.member.one({ name: systemName, automatic: true })
  if (!system) return
  for (const server of await reading.server.find({}, { order: ['name'] })) {
    if (server.trust !== 'trusted' && !isPractice(server)) continue
    try {
      await ask(house, {
        operation: 'server.cleanup',
        arguments: { server: server.name },
        who: { by: 'member', memberId: system.id },
        origin: { surface: 'system', team: '', channel: null, thread: null, link: null },
        delivery: null,
        asText: false,
      })
    } catch (error) {
      // Nothing to clean, or nobody answers there today: the next server, and the next day.
      const isCalm = error instanceof Fault && (error.code === 'state_forbids' || error.code === 'server_down')
      const why = error instanceof Fault ? error.message : error
      house.log[isCalm ? 'debug' : 'warn']({ server: server.name, why }, 'a server is not cleaned today')
    }
  }
}
