import type { House } from '../core/house.ts'
import { adminExists, newClaimCode } from '../core/member/first-admin.ts'
import type { Log } from '../core/ports/log.ts'
import { tellOfServers } from '../core/server/down.ts'
import type { Settings } from '../core/settings/settings.ts'
import { startJobs } from '../jobs/main.ts'
import { faultOf } from './conversation/reply.ts'
import { Metrics } from './http/metrics.ts'
import { Web } from './http/web.ts'
import { localUrl } from './start/address.ts'
import { Control } from './start/control.ts'
import { openHouse, takeDataDir } from './start/house.ts'
import { Steps } from './start/steps.ts'
import { Surfaces } from './start/surfaces.ts'

const graceMs = 10_000
const hearEveryMs = 1000

export interface Running {
  house: House
  url: string
  /** Printed while there is no admin. */
  claimCode: string | null
  /** Stops taking, lets what runs finish, closes. */
  stop(): Promise<void>
}

/** Settings, store, surfaces, jobs: everything that makes the bot, in the order in which it starts. */
export async function startBot(settings: Settings, log: Log): Promise<Running> {
  const steps = new Steps()
  try {
    return await started(settings, log, steps)
  } catch (error) {
    await steps.close()
    throw error
  }
}

async function started(settings: Settings, log: Log, steps: Steps): Promise<Running> {
  steps.opened('the data folder', await takeDataDir(settings))

  // Listens before the store is open: a migration may take its time, and whoever watches should see why.
  const metrics = new Metrics()
  const web = new Web(metrics)
  const port = await web.listen(settings.web.host, settings.web.port)
  steps.opened('the page', () => web.close())

  const { house, store } = await openHouse(settings, log)
  steps.opened('the store', () => store.close())
  steps.opened('the lines to servers', () => house.servers.close())
  steps.opened('git', () => house.git.close())
  house.pageUrl ??= localUrl(settings.web.host, port)
  house.meter = metrics
  tellOfServers(house)
  metrics.jobsOf(store.reading)
  web.readiness.add('store', async () => {
    await store.alive()
    return null
  })

  const { roles } = settings.process
  const shared = store.kind === 'postgres'
  const surfaces = roles.includes('bot') ? await Surfaces.open(house, web, settings, shared) : null
  web.finish((error) => faultOf(house, error))
  await surfaces?.start()
  steps.opened('the chats', async () => surfaces?.stop())
  if (shared) steps.opened('the bell', hearOthers(house))

  const jobs = await startJobs(house, {
    ...settings.process,
    shared,
    logRetentionDays: settings.log.retentionDays,
  })
  const control = new Control(house, settings.data.folder)
  // Nothing new is taken, requests and jobs end side by side, and then what they needed is closed.
  steps.opened('requests and jobs', async () => {
    web.readiness.stopping()
    await control.close()
    await Promise.all([surfaces?.drain(graceMs), web.drain(graceMs), jobs.stop(graceMs)])
    await web.close()
  })
  await control.open()
  const unclaimed = surfaces !== null && !(await adminExists(house.store.reading))
  const claimCode = unclaimed ? await newClaimCode(house) : null
  web.readiness.up()

  return { url: house.pageUrl, house, claimCode, stop: () => steps.close() }
}

/** Other processes write events too, and ring no bell in this one. */
function hearOthers(house: House): () => Promise<void> {
  const listening = setInterval(() => house.bell.ring(), hearEveryMs)
  return () => Promise.resolve(clearInterval(listening))
}
