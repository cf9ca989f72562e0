import type { House } from '../core/house.ts'
import { adminExists, newClaimCode } from '../core/member/first-admin.ts'
import type { Platform } from '../core/member/member.ts'
import type { Log } from '../core/ports/log.ts'
import { complete } from '../core/reference/complete.ts'
import type { Settings } from '../core/settings/settings.ts'
import { startJobs } from '../jobs/main.ts'
import { Console } from './console/console.ts'
import { Grammar } from './grammar/read.ts'
import { Http } from './http/http.ts'
import { Metrics } from './http/metrics.ts'
import { Web } from './http/web.ts'
import { JobPresenter } from './presenter/jobs.ts'
import type { Messenger } from './presenter/messenger.ts'
import { Tellings } from './presenter/tellings.ts'

import { Slack } from './slack/slack.ts'
import { localUrl } from './start/address.ts'
import { Control } from './start/control.ts'
import { openHouse, takeDataDir } from './start/house.ts'
import { Steps } from './start/steps.ts'

const graceMs = 10_000

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
  steps.opened(await takeDataDir(settings))

  // Listens before the store is open: a migration may take its time, and whoever watches should see why.
  const metrics = new Metrics()
  const web = new Web(metrics)
  const port = await web.listen(settings.web.host, settings.web.port)
  steps.opened(() => web.close())

  const { house, store } = await openHouse(settings, log)
  steps.opened(() => store.close())
  house.pageUrl ??= localUrl(settings.web.host, port)
  house.meter = metrics
  metrics.jobsOf(store.reading)
  web.readiness.add('store', async () => {
    await store.alive()
    return null
  })

  const grammar = new Grammar(house.operations)
  const messengers = new Map<Platform, Messenger>()
  const { botToken } = settings.slack
  const slack = botToken ? new Slack(house, grammar, { ...settings.slack, botToken }, web.express, complete) : null
  if (slack) messengers.set('slack', slack.messenger)
  const http = new Http(house, grammar, web, settings.web.ratePerSecond)
  const page = new Console(house, grammar, complete, web.express)
  messengers.set('console', page.messenger)
  http.finish()

  await page.start()
  const presenter = new JobPresenter(house, messengers)
  await presenter.start()
  steps.opened(() => presenter.stop())
  const tellings = new Tellings(house, messengers)
  await tellings.start()
  steps.opened(() => tellings.stop())

  const jobs = await startJobs(house, { ...settings.process, shared: store.kind === 'postgres' })
  slack?.start()
  await slack?.resume()

  const control = new Control(house, settings.data.folder)
  // Nothing new is taken, requests and jobs end side by side, and then what they needed is closed.
  steps.opened(async () => {
    web.readiness.stopping()
    page.close()
    await control.close()
    await Promise.all([web.drain(graceMs), slack?.stop(graceMs), jobs.stop(graceMs)])
    await web.close()
  })
  await control.open()
  const claimCode = (await adminExists(house.store.reading)) ? null : await newClaimCode(house)
  web.readiness.up()

  return { url: house.pageUrl, house, claimCode, stop: () => steps.close() }
}
