import { expect, test } from 'vitest'
import type { Deploy } from '../../../core/deployment/deploy.stage.ts'
import type { Way } from '../../../core/deployment/release.ts'
import { verifyingDns } from '../../../core/deployment/stages/verifying-dns.ts'
import type { RemoteHost } from '../../../core/ports/host.ts'
import { exampleRelease } from './example-release.ts'

interface Given {
  way?: Way
  /** The domain of the route that stands at the proxy. */
  route?: string | null
  /** Where the name leads. */
  leads?: readonly string[] | null
  /** The record was changed in this job. */
  changed?: boolean
}

const domain = 'shop.acme.example'

/** How long the name was waited for, and what was said in the end. */
async function verified({ way = 'beside', route = domain, leads = [], changed = false }: Given) {
  const example = exampleRelease()
  const waited: number[] = []
  const host = {
    proxy: { prepared: () => Promise.resolve(route === null ? null : { domain: route }) },
    dns: {
      resolve: () => Promise.resolve(leads),
      untilResolved: ({ withinMs }: { withinMs: number }) =>
        Promise.resolve(void waited.push(withinMs)).then(() => false),
    },
  }
  // The named boundary: as much of a job as this stage takes.
  const work = {
    input: { ...example, way, instance: { ...example.instance, domain } },
    host: () => Promise.resolve(host as unknown as RemoteHost),
    kept: (stage: string) => (changed && stage === 'configuring_dns' ? { records: [] } : null),
    keep: () => {},
    say: () => {},
    now: () => 0,
  } as unknown as Deploy
  const message = await verifyingDns.run(work).then(
    () => null,
    (error: Error) => error.message,
  )
  return { waited, message, done: await verifyingDns.done?.(work) }
}

test('a name that nobody came by yet is waited for', async () => {
  expect(await verified({ way: 'first', route: null })).toMatchObject({ waited: [180_000] })
  expect(await verified({ route: null })).toMatchObject({ waited: [180_000] })
  expect(await verified({ route: 'other.acme.example' })).toMatchObject({ waited: [180_000] })
  // It was made to lead here just now.
  expect(await verified({ changed: true })).toMatchObject({ waited: [180_000] })
})

test('one by which visitors came here before is looked at once', async () => {
  expect(await verified({})).toMatchObject({ waited: [0] })
  expect(await verified({ way: 'update' })).toMatchObject({ waited: [0] })
})

test('what was found is said as it is', async () => {
  const said = async (leads: Given['leads'] = []) => (await verified({ leads })).message
  expect(await said([])).toContain('nobody knows an address of it')
  expect(await said(null)).toContain('no name server answers for it')
  expect(await said(['192.0.2.7', '2001:db8::1'])).toContain('it leads to 192.0.2.7 and 2001:db8::1')
})

test('it is done already where all of it leads here', async () => {
  expect((await verified({ leads: ['192.0.2.7'] })).done).toBe(true)
  expect((await verified({ leads: ['192.0.2.7', '192.0.2.8'] })).done).toBe(false)
  expect((await verified({ leads: [] })).done).toBe(false)
  expect((await verified({ leads: null })).done).toBe(false)
})
