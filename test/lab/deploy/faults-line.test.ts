import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Json } from '../../surface/api.ts'
import { describeInLab } from '../endpoints.ts'
import { Floor } from './floor.ts'
import { nothingLeft } from './stock.ts'
import { cut, giveBack, Heard, slowLine } from './strike.ts'
import { Visitor } from './visitor.ts'

/** A stage goes on after so many cuts; while others begin, those that take long are struck with them. */
const most = 3

describeInLab('a line that is cut in the middle of a deploy', (lab) => {
  let floor: Floor

  beforeAll(async () => {
    floor = await Floor.open(lab)
    floor.addons
      .module('acme_base', { mark: 'one' })
      .module('acme_portal', { depends: ['acme_base'], mark: 'one' })
      .push('Start')
    await floor.furnish()
    await floor.project()
    await slowLine(floor, 64)
  })

  afterAll(() => floor?.close())

  afterEach(async () => {
    await giveBack(floor)
    await nothingLeft(floor)
  })

  /** Cut whenever another stage begins. Answers how it went, and which stages were struck. */
  const cutIn = async (line: string) => {
    const job = await Heard.job(floor, line)
    const cuts = new Map<string, number>()
    const seen = new Set<string>()
    const fresh = () => job.begun.filter((stage) => !seen.has(stage))
    for (;;) {
      await job.until(() => fresh().length > 0)
      if (job.over) break
      for (const stage of fresh()) seen.add(stage)
      if ([...cuts.values()].some((count) => count >= most)) console.log('many', cuts)
      const at = Date.now()
      const struck = await cut(floor, job)
      for (const stage of struck) cuts.set(stage, (cuts.get(stage) ?? 0) + 1)
      console.log([...seen].at(-1), struck, Date.now() - at)
    }
    job.close()
    const ended = await floor.ended(job.number)
    const said = ended.lines.filter((one) => / (?:warning|error) /.test(one)).join('\n')
    if (ended.state !== 'success') throw new Error(`${ended.state}: ${JSON.stringify(ended.failure)}\n${said}`)
    return { job: ended, struck: [...cuts.keys()] }
  }

  test('the first one goes through', async () => {
    const { struck } = await cutIn('deploy acme/staging')
    console.log(struck)
    expect((await floor.visit('/web/login')).text).toContain('acme_portal=19.0.1.0.0:one')
  })
})
