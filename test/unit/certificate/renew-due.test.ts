import { expect, test } from 'vitest'
import { isTimeAgain } from '../../../core/certificate/again.rule.ts'
import { renewDue } from '../../../core/certificate/renew-due.ts'
import { finishJob } from '../../../core/job/finish.ts'
import type { RemoteHost } from '../../../core/ports/host.ts'
import type { Secured } from '../../../core/ports/proxy.ts'
import { shipped } from '../deployment/carried-out.ts'
import { practising } from '../deployment/practising.ts'

const hour = 3_600_000
const day = 24 * hour

test('failed tries come within hours at first, later once a day, and never in the same hour', () => {
  const now = 1_763_700_000_000
  const failed = (count: number, ago: number) => Array.from({ length: count }, () => now - ago)
  expect(isTimeAgain([], now)).toBe(true)
  expect([0.4, 0.9].map((hours) => isTimeAgain(failed(1, hours * hour), now))).toEqual([false, true])
  expect([1, 2].map((hours) => isTimeAgain(failed(2, hours * hour), now))).toEqual([false, true])
  expect([22, 24].map((hours) => isTimeAgain(failed(9, hours * hour), now))).toEqual([false, true])
})

/** acme is deployed, on a server that says this of its certificate. */
async function deployed(secured: Secured) {
  const practice = await practising('staging')
  const { house, ada, serverId } = practice
  await house.asks(ada, 'platform.configure', { acme_directory: 'https://acme.test/dir' })
  const first = await shipped(practice)
  const key = { fingerprint: `SHA256:${'A'.repeat(43)}`, kind: 'ssh-ed25519' }
  await house.store.write((rows) =>
    rows.server.update({ id: serverId }, { trust: 'trusted', pinnedKey: key, settings: { proxy: 'nginx' } }),
  )
  const looks: string[] = []
  const proxy: Partial<RemoteHost['proxy']> = {
    secured(instance) {
      looks.push(instance)
      return Promise.resolve(secured)
    },
  }
  house.servers.host = () => Promise.resolve({ proxy } as RemoteHost)
  const asked = () => house.store.reading.job.find({ operation: 'certificate.renew' }, { order: ['number'] })
  return { house, ada, first, looks, asked, serverId }
}

test('one that is due is asked for by system, where its last deploy was told; once', async () => {
  const { house, first, asked } = await deployed({ kind: 'due', until: 0, why: 'it ends soon' })
  await renewDue(house)
  await renewDue(house)
  const [job, ...more] = await asked()
  const system = await house.store.reading.member.one({ name: 'system' })
  expect(more).toEqual([])
  expect(job).toMatchObject({ requestedBy: system?.id, automatic: true, target: first.target, origin: first.origin })
  expect(job?.plan.input).toMatchObject({ force: false, domain: 'acme.example.test' })
  const posts = await house.store.reading.post.find({ jobId: job?.id ?? '' })
  expect(posts).toMatchObject([{ channel: first.origin.channel }])
})

test('one that is good is looked at and left alone', async () => {
  const { house, first, looks, asked } = await deployed({ kind: 'valid', until: 9e15, why: null })
  await renewDue(house)
  expect([looks, await asked()]).toEqual([[first.instanceId], []])
})

test('a lock, which keeps deploys out, does not keep it from being renewed', async () => {
  const { house, ada, asked } = await deployed({ kind: 'due', until: 0, why: 'it ends soon' })
  await house.asks(ada, 'instance.lock', { instance: 'acme/staging', reason: 'the fair' })
  await renewDue(house)
  expect(await asked()).toMatchObject([{ waitsFor: 'turn', state: 'pending' }])
})

test('where it fails again and again it is tried, and told, less and less often; a good one begins anew', async () => {
  const { house, asked } = await deployed({ kind: 'due', until: 0, why: 'it ends soon' })
  async function ended(state: 'failed' | 'success') {
    const job = (await asked()).find((one) => one.state === 'pending')
    if (!job) throw new Error('nothing was asked for')
    const failure = { code: 'certificate_refused', message: 'no', remedy: 'yes', stage: 'renewing' }
    await house.store.write((rows) => rows.job.update({ id: job.id }, { state: 'running', owner: 'me', fence: 1 }))
    const running = { ...job, state: 'running', owner: 'me', fence: 1 } as const
    await finishJob(house, running, state === 'failed' ? { state, failure } : { state, result: null })
  }
  const hours = async (count: number) => {
    for (let left = count; left > 0; left -= 1) {
      house.clock.forward(hour)
      await renewDue(house)
      if ((await asked()).some(({ state }) => state === 'pending')) await ended('failed')
    }
    return (await asked()).length
  }
  expect(await hours(7)).toBe(3)
  const before = await hours((7 * day) / hour)
  expect(before).toBeGreaterThan(7)
  expect(await hours((7 * day) / hour)).toBe(before + 7)
  house.clock.forward(day)
  await renewDue(house)
  await ended('success')
  await renewDue(house)
  expect((await asked()).at(-1)?.state).toBe('pending')
})
