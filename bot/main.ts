import type { House } from '../core/house.ts'
import { adminExists, newClaimCode } from '../core/member/first-admin.ts'
import type { Platform } from '../core/member/member.ts'
import type { Log } from '../core/ports/log.ts'
import type { Settings } from '../core/settings/settings.ts'
import { startJobs } from '../jobs/main.ts'
import { Console } from './console/console.ts'
import { Grammar } from './grammar/read.ts'
import { Web } from './http/web.ts'
import { JobPresenter } from './presenter/jobs.ts'
import type { Messenger } from './presenter/messenger.ts'
import { Slack } from './slack/slack.ts'
import { openHouse } from './start/house.ts'

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
  const { house, store, close } = await openHouse(settings, log)
  const grammar = new Grammar(house.operations)
  const web = new Web()
  const messengers = new Map<Platform, Messenger>()

  const { botToken, signingSecret, apiUrl } = settings.slack
  const slack =
    botToken && signingSecret
      ? new Slack(house, grammar, { botToken, signingSecret, apiUrl: apiUrl ?? null }, web.express)
      : null
  if (slack) messengers.set('slack', slack.messenger)
  const page = new Console(house, grammar, () => Promise.resolve([]), web.express)
  messengers.set('console', page.messenger)

  const port = await web.listen(settings.web.host, settings.web.port)
  house.pageUrl ??= `http://${settings.web.host}:${port}`

  await page.start()
  const presenter = new JobPresenter(house, messengers)
  await presenter.start()

  const jobs = await startJobs(house, { ...settings.process, shared: store.kind === 'postgres' })

  return {
    house,
    url: house.pageUrl,
    claimCode: (await adminExists(house.store.reading)) ? null : await newClaimCode(house),
    async stop() {
      page.close()
      await web.close()
      await jobs.stop(graceMs)
      await presenter.stop()
      await close()
    },
  }
}
