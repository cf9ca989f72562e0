import { expect, test } from 'vitest'
import { renewPipeline } from '../../../core/certificate/renew.pipeline.ts'
import type { RemoteHost } from '../../../core/ports/host.ts'
import type { RouteSwitch, Secured } from '../../../core/ports/proxy.ts'
import { runPipeline } from '../../../jobs/run.ts'
import { briefing } from '../job/pipeline.ts'

const until = Date.UTC(2026, 3, 1, 12, 30)

/** What a renewal says and how it ends, where the proxy answers this. */
async function renewed(secured: Secured, force = false) {
  const asked: unknown[] = []
  const proxy: Partial<RouteSwitch> = {
    prepared: () => Promise.resolve({} as never),
    secure(...given) {
      asked.push(given)
      return Promise.resolve(secured)
    },
  }
  const host = { proxy, takeOver: () => Promise.resolve() } as RemoteHost
  const hosts = {
    of: () => Promise.resolve(host),
    quiet: () => Promise.resolve(),
    end: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
  const lines: string[] = []
  const told: unknown[] = []
  let end: unknown
  const input = { instance: 'i1', domain: 'acme.example', force }
  await runPipeline(
    renewPipeline,
    { ...briefing, input },
    hosts,
    (message) => {
      if (message.say === 'line') lines.push(message.message)
      if (message.say === 'line' && message.level === 'warning') told.push(message.data)
      if (message.say === 'done' || message.say === 'failed') end = message
    },
    new AbortController().signal,
  )
  return { asked, end, told, said: lines.join('\n') }
}

test('one that is good still is kept, and that is said', async () => {
  const { asked, end, said } = await renewed({ kind: 'valid', until, why: null })
  expect(asked).toEqual([['i1', false]])
  expect(said).toContain('valid until 2026-04-01 12:30 UTC; there is nothing to renew')
  expect(end).toEqual({ say: 'done' })
})

test('a new one is said with its end', async () => {
  const { asked, end, said } = await renewed({ kind: 'made', until, why: null }, true)
  expect(asked).toEqual([['i1', true]])
  expect(said).toContain('SSL certificate issued, valid until 2026-04-01')
  expect(end).toEqual({ say: 'done' })
})

test.each<[string, Secured, string]>([
  ['there is none', { kind: 'due', until: null, why: 'no such name' }, 'it answers over http until there is one'],
  [
    'the old one ends soon',
    { kind: 'due', until, why: 'no such name' },
    'the one that it has is valid until 2026-04-01',
  ],
  ['the old one is good still', { kind: 'valid', until, why: 'no such name' }, 'the one that it has is valid until'],
])('what is refused fails with the cause and what visitors get meanwhile: %s', async (_what, secured, instead) => {
  const { end } = await renewed(secured, true)
  expect(end).toMatchObject({
    say: 'failed',
    failure: {
      code: 'certificate_refused',
      message: expect.stringContaining(`acme.example: no such name; ${instead}`),
    },
  })
})

test('what says that none was given has the code of it: a deploy goes on, and tells of it at its end', async () => {
  expect((await renewed({ kind: 'due', until: null, why: 'no such name' })).told).toEqual([
    { code: 'certificate_refused' },
  ])
})

test('who sees to it alone, and who has nobody to ask, say so', async () => {
  expect((await renewed({ kind: 'proxy', until: null, why: null })).said).toContain('by itself')
  expect((await renewed({ kind: 'none', until: null, why: 'nobody gives any' })).said).toContain('nobody gives any')
})
