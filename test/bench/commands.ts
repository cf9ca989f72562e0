import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { SlackStandIn } from '../surface/stand-in/slack.ts'
import { type Figure, percentile } from './figure.ts'

const inFlight = 50
const commands = 1500
const warmUp = 200

/** Slack commands with 50 in flight, while 5,000 rows a second are written beside them; against a bare Bolt app. */
export async function commandFigures(): Promise<Figure[]> {
  const slack = await SlackStandIn.start()
  const ours = await started('bot-under-load.js', slack)
  await load(slack, ours.url, warmUp, true)
  const measured = await load(slack, ours.url, commands, true)
  await ours.stop()
  const bare = await started('bare-bolt.js', slack)
  await load(slack, bare.url, warmUp, false)
  const baseline = await load(slack, bare.url, commands, false)
  await bare.stop()
  await slack.stop()
  const figure = (name: string, part: number, aim?: number): Figure => {
    const times = name === 'command.ack' ? measured.acks : measured.answers
    const compared = percentile(baseline.acks, part)
    return {
      name: `${name}.p${part * 100}`,
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
    { name: 'rows.beside', value: ours.rowsPerSecond(), unit: 'rows/s' },
  ]
}

interface Loaded {
  acks: number[]
  answers: number[]
}

export async function load(
  slack: SlackStandIn,
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
      const { response } = await slack.command(url, 'server key')
      acks.push(performance.now() - began)
      if (!answered) continue
      await slack.answerTo(response)
      answers.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, one))
  return { acks, answers }
}

async function started(file: string, slack: SlackStandIn) {
  const child = spawn(process.execPath, [fileURLToPath(new URL(file, import.meta.url))], {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      RATE_LIMIT: '0',
      BOOTSTRAP_ADMINS: 'slack:U1',
      SLACK_BOT_TOKEN: 'xoxb-of-the-stand-in',
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: `${slack.url}/api/`,
    },
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
