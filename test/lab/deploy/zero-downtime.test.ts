import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInLab } from '../endpoints.ts'
import { Floor } from './floor.ts'
import { Listener, Visitors } from './visitors.ts'

const redeploys = 10
const patienceMs = 900_000

describeInLab('redeploys of code alone, under visitors', (lab) => {
  let floor: Floor

  beforeAll(async () => {
    floor = await Floor.open(lab)
    floor.addons.module('acme_base', { mark: 'change-0' }).push('Start')
    await floor.furnish()
    await floor.project()
    await floor.done('deploy acme/staging')
  }, patienceMs)

  afterAll(() => floor?.close())

  const site = () => ({ address: floor.server.address, domain: floor.domain })

  async function running(): Promise<string[]> {
    const { output } = await floor.server.exec('docker', 'ps', '--format', '{{.Names}}', '--filter', 'name=_odoo_')
    return output.trim().split('\n')
  }

  /** By turns code that Odoo runs, and something that lies beside the modules. */
  async function redeploy(round: number) {
    if (round % 2 === 1) floor.addons.module('acme_base', { mark: `change-${round}` })
    else floor.addons.write('README.md', `Change ${round}\n`)
    floor.addons.push(`Change ${round}`)
    // Of the second kind too: what the one before it skipped is still to be done.
    return floor.done('deploy acme/staging --no-update')
  }

  test(
    'ten of them cost nobody a request, and a websocket comes again',
    async () => {
      const fresh = Visitors.fresh(site())
      const kept = Visitors.kept(site())
      const listener = new Listener(site())
      expect(await listener.echo('before')).toBe('before')
      const interrupted: unknown[] = []
      const cut: boolean[] = []
      try {
        for (let round = 1; round <= redeploys; round += 1) {
          const before = listener.opened
          const { result } = await redeploy(round)
          interrupted.push(result.interruptedMs)
          expect(await listener.echo(`after ${round}`)).toBe(`after ${round}`)
          cut.push(listener.opened > before)
          await Promise.all([fresh.served(101), kept.served(101)])
        }
      } finally {
        await Promise.all([fresh.leave(), kept.leave(), listener.leave()])
      }
      for (const { failed, answers, releases, marks } of [fresh.met, kept.met]) {
        expect([...new Set(failed)]).toEqual([])
        expect(answers).toBeGreaterThan(1000)
        expect(releases.size).toBe(redeploys + 1)
        expect([...marks].sort()).toEqual([0, 1, 3, 5, 7, 9].map((round) => `change-${round}`))
      }
      expect(fresh.met.retried).toBe(0)
      expect(interrupted).toEqual(Array.from({ length: redeploys }, () => 0))
      // Its container went each time, so each time it was cut; it found the next one at its first try.
      expect(cut).not.toContain(false)
      expect(listener.failed).toEqual([])
      expect(await running()).toHaveLength(1)
    },
    patienceMs,
  )

  test(
    'the wrong order, the old one stopped first, does cost the same visitors requests',
    async () => {
      const fresh = Visitors.fresh(site())
      const kept = Visitors.kept(site())
      try {
        await floor.server.exec('docker', 'stop', ...(await running()))
        await redeploy(redeploys + 1)
        await expect.poll(() => [...fresh.met.marks]).toContain(`change-${redeploys + 1}`)
      } finally {
        await Promise.all([fresh.leave(), kept.leave()])
      }
      expect(fresh.met.failed.length).toBeGreaterThan(0)
      expect(kept.met.failed.length).toBeGreaterThan(0)
    },
    patienceMs,
  )
})
