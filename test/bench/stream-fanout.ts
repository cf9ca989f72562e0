import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { type Figure, percentile } from './figure.ts'

const listeners = 1000
const events = 30

/** From before an event is written until each of a thousand listeners has it; against writing to a thousand sockets. */
export async function streamFigures(): Promise<Figure[]> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('stream-server.js', import.meta.url))], {
    env: { PATH: process.env['PATH'], PORT: '0', RATE_LIMIT: '0' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdout.setEncoding('utf8')
  let said = ''
  child.stdout.on('data', (text: string) => {
    said += text
  })
  while (!/^\{.*\}$/m.test(said)) await once(child.stdout, 'data')
  const places: { url: string; bare: string; tokens: string[] } = JSON.parse(/^\{.*\}$/m.exec(said)?.[0] ?? '')
  const tell = (what: string) => child.stdin.write(`${what}\n`)
  const ours = await measured(
    (at) => `${places.url}/api/v1/events/stream?token=${places.tokens[at % places.tokens.length]}`,
    () => tell('event'),
  )
  const bare = await measured(
    () => places.bare,
    () => tell('bare'),
  )
  const ended = once(child, 'exit')
  tell('stop')
  await ended
  return [
    {
      name: 'stream.fanout.p99',
      value: percentile(ours, 0.99),
      unit: 'ms',
      baseline: percentile(bare, 0.99),
      aim: 150,
    },
  ]
}

async function measured(urlOf: (at: number) => string, tell: () => void): Promise<number[]> {
  const times: number[] = []
  let heard = 0
  let enough: () => void = () => undefined
  const hear = (text: string) => {
    for (const [, at] of text.matchAll(/"?at"?:?\s?(\d{13}\.\d+)/g)) {
      times.push(performance.timeOrigin + performance.now() - Number(at))
      heard += 1
    }
    if (heard >= listeners) enough()
  }
  const streams = await Promise.all(Array.from({ length: listeners }, (_, at) => opened(urlOf(at), hear)))
  for (let event = 0; event < events; event += 1) {
    heard = 0
    const all = new Promise<void>((resolve) => {
      enough = resolve
    })
    tell()
    await all
  }
  for (const stream of streams) stream.destroy()
  return times
}

/** Open once its first words came. */
function opened(url: string, hear: (text: string) => void): Promise<{ destroy(): void }> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { agent: false })
    asking.on('error', reject)
    asking.on('response', (response) => {
      if (response.statusCode !== 200) reject(new Error(`the stream was refused: ${response.statusCode}`))
      response.setEncoding('utf8')
      response.once('data', () => resolve(response))
      response.on('data', hear)
    })
    asking.end()
  })
}
