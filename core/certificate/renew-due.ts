import { Fault } from '../error.ts'
import type { House } from '../house.ts'
import type { Instance } from '../instance/instance.ts'
import { systemName } from '../member/person.ts'
import { ask } from '../operation/ask.ts'
import { platformDefaults } from '../platform/defaults.ts'
import { placeOn } from '../server/place.ts'
import { isPractice } from '../server/practice.rule.ts'
import { reached } from '../server/reach.ts'
import type { Server } from '../server/server.ts'
import { isTimeAgain } from './again.rule.ts'
import { certificateRenew } from './renew.operation.ts'

const lookWithinMs = 30_000
/** Not all at once: whoever gives them counts, and each is a reload of the proxy. */
const mostAtOnce = 5
const lookBack = 10

/** A job for each certificate that is missing or ends soon. What a server has says the server itself. */
export async function renewDue(house: House): Promise<void> {
  const { reading } = house.store
  const defaults = await platformDefaults(reading)
  if (defaults.acmeDirectory === null) return
  const servers = await reading.server.find({ trust: 'trusted' }, { order: ['id'] })
  for (const server of servers) {
    // Others see to it by themselves.
    if (isPractice(server) || placeOn(server, defaults).proxy !== 'nginx') continue
    const due = await dueOn(house, server)
    let left = mostAtOnce
    for (const instance of due) {
      if (left === 0) break
      if (!isTimeAgain(await failedTries(house, instance), house.clock.now())) continue
      await asked(house, instance)
      left -= 1
    }
  }
}

async function dueOn(house: House, server: Server): Promise<Instance[]> {
  const { reading } = house.store
  const environments = await reading.environment.find({ serverId: server.id })
  const instances = await reading.instance.find({
    environmentId: { in: environments.map(({ id }) => id) },
    state: 'deployed',
  })
  const sites = instances.filter(({ domain }) => domain !== null)
  if (sites.length === 0) return []
  try {
    const host = await reached(house, server, { signal: AbortSignal.timeout(lookWithinMs), pulse: () => {} })
    const due: { instance: Instance; until: number }[] = []
    for (const instance of sites) {
      const { kind, until } = await host.proxy.secured(instance.id)
      if (kind === 'due') due.push({ instance, until: until ?? 0 })
    }
    return due.sort((one, other) => one.until - other.until).map(({ instance }) => instance)
  } catch (error) {
    // A server that is down is told elsewhere; the next round looks again.
    house.log.debug({ error, server: server.name }, 'certificates could not be looked at')
    return []
  }
}

/** When those of the newest tries ended that failed one after the other. What somebody deployed since says nothing. */
async function failedTries({ store: { reading } }: House, { id }: Instance): Promise<number[]> {
  const tries = await reading.job.pick(
    ['state', 'finishedAt'],
    { instanceId: id, operation: certificateRenew.id, state: { in: ['success', 'failed'] } },
    { order: ['-number'], limit: lookBack },
  )
  const good = tries.findIndex(({ state }) => state === 'success')
  return tries.slice(0, good === -1 ? lookBack : good).flatMap(({ finishedAt }) => finishedAt ?? [])
}

/** Told where its last deploy was told. Whoever is at work on it sees to it anyway. */
async function asked(house: House, instance: Instance): Promise<void> {
  const { reading } = house.store
  const [system, last, open] = await Promise.all([
    reading.member.one({ name: systemName, automatic: true }),
    instance.runsId === null ? null : reading.job.one({ id: instance.runsId }),
    reading.job.count({ instanceId: instance.id, state: { in: ['pending', 'running'] } }),
  ])
  if (!system || !last || open > 0) return
  try {
    await ask(house, {
      operation: certificateRenew.id,
      arguments: { instance: last.target },
      who: { by: 'member', memberId: system.id },
      origin: last.origin,
      delivery: null,
      asText: false,
    })
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    house.log.warn({ error, instance: last.target }, 'a certificate could not be asked for')
  }
}
