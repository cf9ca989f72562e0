import { expect, test } from 'vitest'
import type { Deploy } from '../../../core/deployment/deploy.stage.ts'
import { answerLimits, longestAnswerMs } from '../../../core/deployment/ports.rule.ts'
import { healthCheck } from '../../../core/deployment/stages/health-check.ts'
import type { Probe } from '../../../core/ports/containers.ts'
import type { RemoteHost } from '../../../core/ports/host.ts'
import { exampleRelease } from './example-release.ts'

test('a release lives within its time, and has the rest of it to show a page, thirty seconds at least', () => {
  const usual = answerLimits({})
  expect([usual.aliveMs, usual.pageMs(0), usual.pageMs(50_000)]).toEqual([60_000, 30_000, 30_000])
  const longer = answerLimits({ answersWithinMs: 300_000 })
  expect([longer.aliveMs, longer.pageMs(0), longer.pageMs(20_000)]).toEqual([300_000, 300_000, 280_000])
  expect(longer.pageMs(299_000)).toBe(30_000)
})

/** Its clock goes on by what each answer takes. */
async function checked(answers: readonly { tookMs: number; status: number | null }[], answersWithinMs?: number) {
  const asked: Probe[] = []
  let now = 0
  const containers = {
    log: () => Promise.resolve(''),
    probe(_name: string, probe: Probe) {
      const { tookMs, status } = answers[asked.push(probe) - 1] ?? { tookMs: 0, status: 200 }
      now += tookMs
      return Promise.resolve({ status })
    },
  }
  const host = { containers } as unknown as RemoteHost
  const release = { ...exampleRelease(), way: 'beside' as const }
  const work = {
    input: answersWithinMs === undefined ? release : { ...release, answersWithinMs },
    host: () => Promise.resolve(host),
    now: () => now,
    say: () => {},
  } as unknown as Deploy
  const failed = await healthCheck.run(work).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : null),
  )
  return { limits: asked.map(({ path, withinMs }) => [path, withinMs]), failed }
}

test('the stage gives it that time, and says how long it waited', async () => {
  expect(await checked([{ tookMs: 60_000, status: null }])).toEqual({
    limits: [['/web/health', 60_000]],
    failed: 'Health check failed: /web/health: nothing answered within 1 min.',
  })
  expect(
    await checked(
      [
        { tookMs: 120_000, status: 200 },
        { tookMs: 480_000, status: 500 },
      ],
      600_000,
    ),
  ).toEqual({
    limits: [
      ['/web/health', 600_000],
      ['/web/login', 480_000],
    ],
    failed: 'Health check failed: /web/login: it answered 500 within 8 min.',
  })
})

test('and ends for no other reason before', () => {
  const { aliveMs, pageMs } = answerLimits({ answersWithinMs: longestAnswerMs })
  expect(healthCheck.deadlineMs).toBeGreaterThan(aliveMs + pageMs(aliveMs))
})
