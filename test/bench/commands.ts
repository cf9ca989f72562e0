import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Chat, discordChat, slackChat } from './chats.ts'
import { type Figure, percentile } from './figure.ts'

const inFlight = 50
const commands = 1500
const warmUp = 200

/** Commands with 50 in flight, while 5,000 rows a second are written beside them; against a bare app of each platform. */
export async function commandFigures(): Promise<Figure[]> {
  return [
    ...(await figuresOf(await slackChat(), 'bare-bolt.js', '')),
    ...(await figuresOf(await discordChat(), 'bare-discord.js', '.discord')),
  ]
}

async function figuresOf(chat: Chat, bareFile: string, suffix: string): Promise<Figure[]> {
  const ours = await started('bot-under-load.js', chat)
  await load(chat, ours.url, warmUp, true)
  const measured = await load(chat, ours.url, commands, true)
  await ours.stop()
  const bare = await started(bareFile, chat)
  await load(chat, bare.url, warmUp, false)
  const baseline = await load(chat, bare.url, commands, false)
  await bare.stop()
  await chat.stop()
  const figure = (name: string, part: number, aim?: number): Figure => {
    const times = name === 'command.ack' ? measured.acks : measured.answers
    const compared = percentile(baseline.acks, part)
    return {
      name: `${name}${suffix}.p${part * 100}`,
      value: percentile(times, part),
      unit: 'ms',
      baseline: compared,
      ...(aim ? { aim } : {}),
    }
  }
  return [
    figure('command.ack', 0.5),
    figure('command.ack', 0.99, 100),
    figure('command.answer', 0.5),
    figure('command.answer', 0.99, 300),
    { name: `rows.beside${suffix}`, value: ours.rowsPerSecond(), unit: 'rows/s' },
  ]
}

interface Loaded {
  acks: number[]
  answers: number[]
}

export async function load(
  chat: Chat,
  url: string,
  count: number,
  answered: boolean,
  atOnce = inFlight,
): Promise<Loaded> {
  const acks: number[] = []
  const answers: number[] = []
  let left = count
  const one = async () => {
    while (left > 0) {
      left -= 1
      const began = performance.now()
      const asked = await chat.asks(url, 'server key')
      acks.push(performance.now() - began)
      if (!answered) continue
      await asked.answered()
      answers.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, one))
  return { acks, answers }
}

async function started(file: string, { settings }: Chat) {
  const child = spawn(process.execPath, [fileURLToPath(new URL(file, import.meta.url))], {
    env: { PATH: process.env['PATH'], PORT: '0', RATE_LIMIT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (text: string) => {
    output += text
  })
  while (!/listens on \S+\n/.test(output)) await once(child.stdout, 'data')
  return {
    url: /listens on (\S+)/.exec(output)?.[1] ?? '',
    rowsPerSecond: () => Number(/rows (\d+)/.exec(output)?.[1] ?? 0),
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}
