import { describe, expect, test } from 'vitest'
import { reloaded } from '../../../adapters/proxy/nginx/reload.ts'
import type { Tools } from '../../../adapters/proxy/tools.ts'
import { Fault } from '../../../core/error.ts'

const view = { signal: new AbortController().signal, pulse: () => {} }
const worker = (id: string, more = '') => ({ id, command: `nginx: worker process${more}` })
const master = { id: '1', command: 'nginx: master process nginx' }

interface Nginx {
  /** What runs there, each time somebody looks: the last one stays. */
  looks: { id: string; command: string }[][]
  hup?: number
  test?: { code: number; log: string }
  ps?: false
  /** Whether we are root on its server. */
  root?: true
}

/** An nginx in a container, as its engine shows it; what was asked of it. */
function nginx({ looks, hup = 0, test: tested = { code: 0, log: '' }, ps, root }: Nginx) {
  const asked: string[] = []
  const processes = () => (looks.length > 1 ? looks.shift() : looks[0]) ?? []
  const containers = {
    processes: () =>
      ps === false ? Promise.reject(new Fault('engine_refused', { why: 'no ps' })) : Promise.resolve(processes()),
    exec(_name: string, { command }: { command: readonly string[] }) {
      const line = command.join(' ')
      asked.push(line)
      if (line.includes('kill -HUP')) return Promise.resolve({ code: hup, log: '' })
      if (line.startsWith('nginx -t')) return Promise.resolve(tested)
      return Promise.resolve({
        code: 0,
        log: processes()
          .map((one) => `${one.id} ${one.command}`)
          .join('\n'),
      })
    },
    log: () => Promise.resolve('[alert] 1#1: cannot open "/run/nginx.pid"'),
  }
  const run = () => Promise.resolve({ code: root ? 0 : 1, output: '', errors: '' })
  return { asked, tools: { containers, run, server: 'box1', view } as unknown as Tools }
}

describe('a reload', () => {
  test('is over when no worker from before takes connections, also while one still answers its last ones', async () => {
    const looks = [
      [master, worker('7'), worker('8')],
      [master, worker('7'), worker('8')],
      [master, worker('8'), worker('9')],
      [master, worker('8', ' is shutting down'), worker('9')],
    ]
    const { tools, asked } = nginx({ looks })
    await reloaded(tools, 'proxy')
    expect(looks).toHaveLength(1)
    expect(asked.filter((line) => line.includes('kill -HUP'))).toHaveLength(1)
  })

  test('is told from the server where we are root there, and from nowhere else then', async () => {
    const { tools, asked } = nginx({
      looks: [
        [master, worker('7')],
        [master, worker('9')],
      ],
      root: true,
    })
    await reloaded(tools, 'proxy')
    expect(asked.filter((line) => line.includes('kill -HUP'))).toEqual([])
  })

  test('is seen from inside where the engine cannot look', async () => {
    const { tools, asked } = nginx({ looks: [[worker('7')], [worker('9')]], ps: false })
    await reloaded(tools, 'proxy')
    expect(asked.filter((line) => line.includes('/proc/'))).toHaveLength(2)
  })

  test('that nginx does not take says which line it does not like', async () => {
    const log = 'nginx: [emerg] unknown directive "serve" in /etc/nginx/x.conf:3'
    const { tools } = nginx({ looks: [[worker('7')]], test: { code: 1, log } })
    await expect(reloaded(tools, 'proxy')).rejects.toMatchObject({
      code: 'proxy_refused',
      facts: { why: expect.stringContaining('unknown directive "serve"') },
    })
  })

  test('that cannot be told to it may pass: it may just start again', async () => {
    const { tools, asked } = nginx({ looks: [[worker('7')]], hup: 1 })
    await expect(reloaded(tools, 'proxy')).rejects.toMatchObject({ code: 'proxy_stale', transient: true })
    expect(asked).toHaveLength(1)
  })
})
