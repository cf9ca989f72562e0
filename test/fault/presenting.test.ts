import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { describeInLab } from '../lab/endpoints.ts'
import { ownDatabase } from '../lab/own-database.ts'
import { Api, type Json } from '../surface/api.ts'
import { Bot } from '../surface/bot.ts'
import { signInLink } from '../surface/stand-in/browser.ts'
import type { Json as Body } from '../surface/stand-in/json.ts'
import { SlackStandIn } from '../surface/stand-in/slack.ts'
import { SlackPerson, words } from '../surface/stand-in/slack-person.ts'
import { Visitor } from '../surface/stand-in/visitor.ts'
import { Inspector } from './inspector.ts'
import { until } from './practice-floor.ts'

const token = 'token-of-the-fault-test'
const jobs = 8

describeInLab('two processes on one PostgreSQL that both could speak', (lab) => {
  /** Whoever is started first speaks. */
  async function scene() {
    const database = await ownDatabase(lab.postgres.url)
    const slack = await SlackStandIn.start()
    const settings = {
      ...slack.settings,
      DATABASE_URL: database.url,
      MASTER_KEY: randomBytes(32).toString('base64'),
      BOOTSTRAP_ADMINS: 'slack:U1',
      BOOTSTRAP_TOKEN: token,
      PRACTICE_SPEED: '200',
      RATE_LIMIT: '0',
      WORKERS: '8',
      NODE_OPTIONS: Inspector.options,
    }
    const first = await Bot.start(settings)
    const second = await Bot.start(settings)
    const api = new Api(second.url, token)
    for (const line of [
      'practice add box1',
      'version set 19.0 --image registry.test/odoo:19.0',
      'platform configure --postgres-image registry.test/postgres:15 --pgbouncer-image registry.test/pgbouncer:1',
    ])
      await api.must(line)
    for (let at = 0; at < jobs; at += 1) {
      await api.must(`project create p${at} --repo https://git.test/p${at}.git`)
      await api.must(`environment create p${at}/staging --server box1`)
      await api.must(`instance create p${at}/staging --version 19.0 --branch main --domain p${at}.test`)
    }
    return {
      slack,
      first,
      second,
      api,
      list: async (): Promise<Json[]> => (await api.run('job.list', {})).body.data.jobs,
      async close() {
        await first.remove()
        await second.remove()
        await slack.stop()
        await database.drop()
      },
    }
  }

  type Scene = Awaited<ReturnType<typeof scene>>
  const isRoot = (body: Body) => body['channel'] === 'C1' && body['thread_ts'] === undefined && 'metadata' in body
  const ofJob = ({ slack }: Scene, number: number) =>
    slack.messages.filter(
      (one) => one.channel === 'C1' && one.thread === null && one.history[0]?.includes(`#${number} `),
    )

  /** By turns through both, as Socket Mode hands them out. */
  async function askAll({ slack, first, second, list }: Scene): Promise<number[]> {
    const [one, other] = [first, second].map((bot) => new SlackPerson(slack, () => bot.url))
    for (let at = 0; at < jobs; at += 1) {
      const person = at % 2 === 0 && first.process.signalCode === null ? one : other
      // Whoever got no acknowledgement sends it again, to whoever is there.
      await person?.types(`deploy p${at}/staging`).catch(() => other?.types(`deploy p${at}/staging`))
    }
    return until(async () => {
      const all = await list()
      return all.length >= jobs ? all.map(({ number }) => Number(number)) : undefined
    })
  }

  async function allEndRight(place: Scene, numbers: readonly number[]): Promise<void> {
    await until(async () => ((await place.list()).every(({ state }) => state === 'success') ? true : undefined))
    for (const number of numbers) {
      const shown = await place.slack.until(() => ofJob(place, number).find((one) => words(one).includes('· success')))
      const said = await place.slack.until(() =>
        place.slack.messages.find((one) => one.thread === shown.ts && words(one).includes('is done after')),
      )
      expect(ofJob(place, number)).toEqual([shown])
      expect(
        place.slack.messages.filter((one) => one.thread === shown.ts && words(one).includes('is done after')),
      ).toEqual([said])
    }
    place.slack.mustBeContent()
  }

  test('who speaks is killed just after it posted: each message stands there once, and ends right', async () => {
    const place = await scene()
    try {
      await place.api.must('practice hold pulling_image --server box1')
      place.slack.trouble('chat.postMessage', { lost: true }, isRoot)
      const asking = askAll(place)
      await place.slack.until(() => place.slack.messages.find((one) => words(one).includes('pilothouse_job')))
      await place.first.stop('SIGKILL')
      const asked = await asking
      for (const number of asked) await place.slack.until(() => ofJob(place, number)[0])
      await place.api.must('practice release --server box1')
      await allEndRight(place, asked)
    } finally {
      await place.close()
    }
  })

  test('who speaks is held: the other speaks meanwhile, and who comes back says nothing of what it knew', async () => {
    const place = await scene()
    try {
      await place.api.must('practice hold pulling_image --server box1')
      const numbers = await askAll(place)
      for (const number of numbers) await place.slack.until(() => ofJob(place, number)[0])
      const inspector = await Inspector.of(place.first)
      const held = inspector.hold(20_000)
      await place.api.must('practice release --server box1')
      await allEndRight(place, numbers)
      await held
      inspector.close()
      // It has looked again, and knows that it does not speak any more.
      await place.first.says(/another process speaks now/)
      await allEndRight(place, numbers)
    } finally {
      await place.close()
    }
  })

  test('a page that is open at the one sees what the other edits, as it happens', async () => {
    const place = await scene()
    try {
      const link = (await signInLink(place.first, place.slack)).replace(/^http:\/\/[^/]+/, place.second.url)
      const ada = await Visitor.signedIn(link)
      const stream = await ada.get('stream', {})
      await ada.say('deploy p0/staging')
      const told = await readUntil(stream, /Took /)
      // Not by the look that it takes every fifteen seconds.
      expect(told).not.toContain(': still here')
    } finally {
      await place.close()
    }
  })
})

async function readUntil(response: Response, wanted: RegExp): Promise<string> {
  let told = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) {
    told += decoder.decode(chunk, { stream: true })
    if (wanted.test(told)) return told
  }
  throw new Error(`the stream ended before ${wanted}:\n${told}`)
}
