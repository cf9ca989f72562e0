import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeInLab } from '../lab/endpoints.ts'
import { ownDatabase } from '../lab/own-database.ts'
import type { Json } from '../surface/api.ts'
import { Inspector } from './inspector.ts'
import { inEveryStage, nameOf, PracticeFloor, stages, type Trace, until } from './practice-floor.ts'

type Blow = 'killed' | 'threads ended'
type Settings = () => Promise<{ settings: Record<string, string>; drop(): Promise<void> }>

describe('on SQLite', () => inEachStage(() => Promise.resolve({ settings: {}, drop: () => Promise.resolve() })))

describeInLab('on PostgreSQL', (lab) =>
  inEachStage(async () => {
    const database = await ownDatabase(lab.postgres.url)
    return {
      settings: { DATABASE_URL: database.url, MASTER_KEY: randomBytes(32).toString('base64') },
      drop: () => database.drop(),
    }
  }),
)

function inEachStage(settings: Settings): void {
  describe('the whole bot killed', () => strikes('killed', settings))
  describe('the worker thread ended', () => strikes('threads ended', settings))
}

/** Seventeen deploys, each held in another stage, and one blow to all of them. */
function strikes(blow: Blow, settings: Settings): void {
  let floor: PracticeFloor
  let drop: () => Promise<void>
  const numbers = new Map<string, number>()
  const before = new Map<string, Trace>()
  const after = new Map<string, Trace>()

  beforeAll(async () => {
    const place = await settings()
    drop = place.drop
    floor = await PracticeFloor.open({ ...place.settings, NODE_OPTIONS: Inspector.options })
    await inEveryStage(async (stage) => {
      await floor.build(nameOf(stage))
      await floor.api.must(`practice hold ${stage} --server ${nameOf(stage)}`)
    })
    await inEveryStage(async (stage) => numbers.set(stage, await floor.deploy(nameOf(stage))))
    await inEveryStage((stage) => until(async () => (await floor.isIn(numberOf(stage), stage)) || undefined))
    await inEveryStage(async (stage) => before.set(stage, await traceOf(stage)))
    await strike()
    await inEveryStage((stage) => floor.api.must(`practice release --server ${nameOf(stage)}`))
    await inEveryStage((stage) => until(async () => ended(await floor.show(numberOf(stage)))))
    await inEveryStage(async (stage) => after.set(stage, await traceOf(stage)))
  }, 300_000)

  afterAll(async () => {
    await floor?.close()
    await drop?.()
  })

  async function strike(): Promise<void> {
    if (blow === 'killed') {
      await floor.bot.stop('SIGKILL')
      await floor.again()
      return
    }
    const inspector = await Inspector.of(floor.bot)
    const threads = await inspector.endWorkers()
    inspector.close()
    expect(threads).toBeGreaterThanOrEqual(stages.length)
  }

  const numberOf = (stage: string) => numbers.get(stage) ?? Number.NaN
  const traceOf = (stage: string) => floor.trace(numberOf(stage), nameOf(stage))

  test.each(stages)('in %s: the deploy ends in success and nothing is done twice', async (stage) => {
    const [was, is] = [traced(before, stage), traced(after, stage)]
    expect(stateOf(was, stage)).toBe('running')
    expect(is.job.state).toBe('success')
    expect(is.job.stages.map((one: Json) => one.state)).toEqual(stages.map(() => 'completed'))

    expect(is.acts.length).toBeGreaterThan(20)
    const finished: string[] = stages.filter((one) => stateOf(was, one) === 'completed')
    // A process that stood still for eight seconds lost a thread more: what that one had not told is done again.
    const mayRepeat = (at: string) => is.job.takeovers > 1 && !finished.includes(at)
    expect(repeated(is).filter(({ stage: at }) => !mayRepeat(at))).toEqual([])

    // No line of a finished stage is lost or doubled.
    expect(is.lines.map(({ sequence }) => sequence)).toEqual(is.lines.map((_, at) => at))
    for (const one of finished) expect(linesOf(is, one)).toEqual(linesOf(was, one))

    const message = await floor.slack.until(() =>
      messagesOf(numberOf(stage)).find((one) => one.text.includes('success')),
    )
    expect(message.text).toContain(`${nameOf(stage)}/staging`)
    expect(messagesOf(numberOf(stage))).toHaveLength(1)
  })

  const messagesOf = (number: number) =>
    floor.slack.messages.filter(
      (one) => one.channel === 'C1' && one.thread === null && new RegExp(`#${number}\\b`).test(one.text),
    )
}

function traced(traces: Map<string, Trace>, stage: string): Trace {
  const found = traces.get(stage)
  if (!found) throw new Error(`no trace of ${stage}`)
  return found
}

function repeated({ acts }: Trace): Trace['acts'] {
  const first = new Set<string>()
  return acts.filter(({ stage, call, about }) => {
    const act = [stage, call, about].join(' ')
    return first.size === first.add(act).size
  })
}

function stateOf(trace: Trace, stage: string): string {
  return trace.job.stages.find((one: Json) => one.id === stage)?.state
}

function linesOf(trace: Trace, stage: string): Json[] {
  return trace.lines.filter((line) => line.stage === stage)
}

function ended(job: Json): true | undefined {
  return ['success', 'failed', 'cancelled'].includes(job.state) ? true : undefined
}
