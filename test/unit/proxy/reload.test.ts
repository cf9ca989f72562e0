import { expect, test } from 'vitest'
import { reloaded } from '../../../adapters/proxy/nginx/reload.ts'
import type { Tools } from '../../../adapters/proxy/tools.ts'

const still = 75
const unseen = 77

interface Nginx {
  state?: 'running' | 'exited'
  /** How telling it from the server ends, each time. */
  outside: number[]
  inside?: number[]
  test?: { code: number; log: string }
}

/** An nginx in a container, as far as a reload sees it; who was asked, and for whom was waited. */
function nginx({ state = 'running', outside, inside = [], test: tested = { code: 0, log: '' } }: Nginx) {
  const asked: string[] = []
  const answer = (codes: number[], words: readonly string[], where: string) => {
    asked.push(`${where} ${words.at(-1)}`.trim())
    return codes.shift() ?? still
  }
  const containers = {
    find: () => Promise.resolve({ id: 'c1', name: 'proxy', state, process: 681 }),
    exec(_name: string, { command }: { command: readonly string[] }) {
      if (command[0] === 'nginx') return Promise.resolve(tested)
      return Promise.resolve({ code: answer(inside, command, 'inside'), log: '7 8 ' })
    },
    log: () => Promise.resolve('[alert] 1#1: cannot open "/run/nginx.pid"'),
  }
  const run = (command: readonly string[]) =>
    Promise.resolve({ code: answer(outside, command, 'outside'), output: '707 708 ', errors: '' })
  const view = { signal: new AbortController().signal, pulse: () => {} }
  return { asked, tools: { containers, run, server: 'box1', view } as unknown as Tools }
}

test('is told and seen from the server, and from nowhere else then', async () => {
  const { tools, asked } = nginx({ outside: [0] })
  await reloaded(tools, 'proxy')
  expect(asked).toEqual(['outside'])
})

test('is told and seen from inside where the server does not let us look', async () => {
  const { tools, asked } = nginx({ outside: [unseen], inside: [0] })
  await reloaded(tools, 'proxy')
  expect(asked).toEqual(['outside', 'inside'])
})

test('that takes long is looked into, and not told twice: the same workers are waited for', async () => {
  const { tools, asked } = nginx({ outside: [still, 0] })
  await reloaded(tools, 'proxy')
  expect(asked).toEqual(['outside', 'outside 707 708'])
})

test('that nginx does not take says which line it does not like', async () => {
  const log = 'nginx: [emerg] unknown directive "serve" in /etc/nginx/x.conf:3'
  const { tools } = nginx({ outside: [still], test: { code: 1, log } })
  await expect(reloaded(tools, 'proxy')).rejects.toMatchObject({
    code: 'proxy_refused',
    facts: { why: expect.stringContaining('unknown directive "serve"') },
  })
})

test.each([
  ['cannot be told to it', { outside: [1] }],
  ['never comes to its end', { outside: [still, still] }],
  ['finds it away', { state: 'exited', outside: [] }],
] as const)('that %s may pass: it may just start again', async (_what, given) => {
  const { tools } = nginx({ ...given, outside: [...given.outside] })
  await expect(reloaded(tools, 'proxy')).rejects.toMatchObject({ code: 'proxy_stale', transient: true })
})
