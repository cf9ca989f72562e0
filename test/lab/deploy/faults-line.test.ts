import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { patient } from '../../../core/deployment/deploy.stage.ts'
import type { Json } from '../../surface/api.ts'
import { describeInLab } from '../endpoints.ts'
import { Addons } from './addons.ts'
import { Floor, type Job } from './floor.ts'
import { HeldNames } from './held-names.ts'
import { nothingLeft } from './stock.ts'
import { cut, giveBack, Heard, slowLine } from './strike.ts'
import { Visitor } from './visitor.ts'

/** `connecting` is not among them: the line is made, and its fence set, while `initializing`, which is struck there. */
const overTheLine = [
  'initializing',
  'creating_network',
  'creating_database',
  'cloning_platform_repos',
  'cloning_org_repos',
  'cloning_repo',
  'pulling_image',
  'generating_config',
  'starting_container',
  'installing_dependencies',
  'initializing_database',
  'configuring_traefik',
  'health_check',
  'completed',
]
/** They ask name servers, and not the server that is cut off: what they ask is held until the line was cut. */
const besideIt: Readonly<Record<string, 'update' | 'query'>> = { configuring_dns: 'update', verifying_dns: 'query' }

const counting = [
  'def migrate(cr, version):',
  '    cr.execute("CREATE TABLE IF NOT EXISTS acme_moves (at timestamptz DEFAULT now())")',
  "    cr.execute('INSERT INTO acme_moves DEFAULT VALUES')",
  '    cr.commit()',
].join('\n')

// A dozen cuts and the ways back from them, over a line that is slow on purpose.
const timeout = 900_000

describeInLab('a line that is cut in the middle of a deploy', { timeout }, (lab) => {
  let floor: Floor
  let names: HeldNames

  beforeAll(async () => {
    names = await HeldNames.before(lab.dns.server)
    floor = await Floor.open({ ...lab, dns: { ...lab.dns, server: names.address } })
    floor.addons
      .module('acme_base', { mark: 'one' })
      .module('acme_portal', { depends: ['acme_base'], mark: 'one' })
      // Read on the server, and nothing to be built.
      .write('requirements.txt', '# nothing yet\n')
      .push('Start')
    await floor.furnish()
    await floor.project()
    for (const [name, whose] of [
      ['everybody', ''],
      ['ours', '--organization default'],
    ] as const) {
      const shared = new Addons(floor.git, name)
      shared.module(`shared_${name}`, { mark: 'one' }).push('Start')
      shared.remove()
      await floor.says(`repository add ${shared.url} --branch main --name ${name} ${whose}`)
    }
  })

  afterAll(async () => {
    await floor?.close()
    names?.close()
  })

  afterEach(async () => {
    await giveBack(floor)
    await nothingLeft(floor)
  })

  /** Cut whenever one of these stages begins. Answers how it went, and which of them were struck. */
  const cutIn = async (line: string, stages: readonly string[]) => {
    const job = await Heard.job(floor, line)
    const [tried, held] = [new Set<string>(), new Set<string>()]
    const isStruck = (stage: string) => (stage in besideIt ? held.has(stage) : job.triesAgain.includes(stage))
    const fresh = () => job.begun.filter((stage) => stages.includes(stage) && !tried.has(stage) && !isStruck(stage))
    const running = () => floor.stagesThatAre('running', job.number)
    for (;;) {
      await job.until(() => fresh().length > 0)
      if (job.over) break
      const now = fresh()
      const atLast = job.begun.filter((stage) => job.triesAgain.filter((one) => one === stage).length >= patient.times)
      // One more cut than a stage is patient would be its end: it gets done first.
      if (atLast.length > 0)
        await expect.poll(async () => (await running()).some((one) => atLast.includes(one))).toBe(false)
      for (const stage of now) tried.add(stage)
      await cut(floor, job)
      // What is held was at work all the while.
      for (const stage of await running()) {
        if (!(stage in besideIt) || held.has(stage)) continue
        held.add(stage)
        if (stage === 'configuring_dns') names.hold('query')
        names.release(besideIt[stage])
      }
    }
    const struck = stages.filter(isStruck)
    job.close()
    const ended = await floor.ended(job.number)
    const said = ended.lines.filter((one) => / (?:warning|error) /.test(one)).join('\n')
    if (ended.state !== 'success') throw new Error(`${ended.state}: ${JSON.stringify(ended.failure)}\n${said}`)
    return { job: ended, struck }
  }

  /** A stage may be over before the line is. What was missed is tried by another deploy, in the end over a slower line. */
  const strikeEach = async (stages: readonly string[], deploy: (time: number) => Promise<string>) => {
    const missed = new Set(stages)
    const jobs: Job[] = []
    for (const kbit of [64, 64, 16, 4]) {
      await slowLine(floor, kbit)
      const { job, struck } = await cutIn(await deploy(jobs.length), [...missed])
      jobs.push(job)
      for (const stage of struck) missed.delete(stage)
      if (missed.size === 0) break
    }
    expect([...missed]).toEqual([])
    return jobs
  }

  test('the first one goes through, whichever stage is struck', async () => {
    names.hold('update')
    const jobs = await strikeEach([...overTheLine, ...Object.keys(besideIt)], async (time) => {
      if (time === 0) return 'deploy acme/staging/v19'
      const domain = `again${time}-${floor.domain}`
      await floor.says(
        `instance create acme/staging --name again${time} --version 19.0 --branch main --domain ${domain}`,
      )
      await floor.says(`instance size acme/staging/again${time} --cpu 1 --memory 1G`)
      return `deploy acme/staging/again${time}`
    })
    for (const { stages } of jobs) expect(stages.filter(({ state }: Json) => state === 'warned')).toEqual([])
    expect((await floor.visit('/web/login')).text).toContain('acme_portal=19.0.1.0.0:one')
  })

  test('one with an update goes through, and updates once', async () => {
    const visitor = await Visitor.seeing(floor, 'acme_base')
    const stages = ['cloning_repo', 'initializing_database', 'starting_container', 'health_check', 'completed']
    const jobs = await strikeEach(stages, async (time) => {
      const version = `19.0.${time + 2}.0.0`
      const files = { [`migrations/${version}/post-move.py`]: counting }
      floor.addons.module('acme_base', { mark: `mark-${time}`, version, files }).push('Move')
      return 'deploy acme/staging/v19'
    })
    await visitor.leave()
    const instance = jobs[0]?.instance_id ?? ''
    expect(await floor.sql(instance, 'SELECT count(*) FROM acme_moves')).toBe(String(jobs.length))
    // Over a line that is cut nobody comes; else it is the old one, the page, or the new one.
    expect(visitor.failed.filter(({ status }) => status !== null && status !== 503)).toEqual([])
    expect(visitor.marks).toEqual(['one', ...jobs.map((_, time) => `mark-${time}`)])
  })

  test('code alone goes through, and nobody finds anything but the old one or the new one', async () => {
    const visitor = await Visitor.seeing(floor, 'acme_base')
    const jobs = await strikeEach(['cloning_repo', 'starting_container', 'health_check', 'completed'], async (time) => {
      floor.addons.module('acme_base', { mark: `code-${time}` }).push('Code')
      return 'deploy acme/staging/v19 --no-update'
    })
    await visitor.leave()
    expect(visitor.failed.filter(({ status }) => status !== null)).toEqual([])
    expect(visitor.marks.slice(-jobs.length)).toEqual(jobs.map((_, time) => `code-${time}`))
  })
})
