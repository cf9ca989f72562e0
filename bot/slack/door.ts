import { App, type AppOptions, type Logger, LogLevel, type ReceiverEvent } from '@slack/bolt'
import type { NextFunction, Request, Response } from 'express'
import type { Log } from '../../core/ports/log.ts'
import type { Arrived, Suggestion } from './arrived.ts'
import type { Desk } from './desk.ts'
import type { WindowAnswer } from './forms.ts'
import { read } from './read.ts'
import type { Option, Suggestions } from './suggestions.ts'

type Acknowledge = (answer?: WindowAnswer | { options: Option[] }) => Promise<void>

/**
 * Bolt's app with another way through: whichever receiver brings a payload, it is kept before it is acknowledged.
 * Bolt itself acknowledges events before any listener runs, which would lose them in a crash.
 */
export class Door extends App {
  #desk: Desk | null = null
  #suggestions: Suggestions | null = null

  constructor(options: Pick<AppOptions, 'receiver' | 'logger'>) {
    // Who we are is asked elsewhere, and again when it fails: Slack being down must not stop the start.
    super({ ...options, authorize: () => Promise.resolve({}) })
  }

  opens(desk: Desk, suggestions: Suggestions): void {
    this.#desk = desk
    this.#suggestions = suggestions
  }

  override async processEvent({ body, ack }: ReceiverEvent): Promise<void> {
    const what = read(body)
    const acknowledge: Acknowledge = (answer) => ack(answer)
    if (what === null) return acknowledge()
    if (!this.#desk || !this.#suggestions) throw new Error('Slack came before the door was open')
    await this.#receive(this.#desk, this.#suggestions, what, acknowledge)
  }

  async #receive(desk: Desk, suggestions: Suggestions, what: Arrived | Suggestion, acknowledge: Acknowledge) {
    if (what.kind === 'suggestion') return acknowledge({ options: await suggestions.options(what) })
    if (what.kind === 'sent') return desk.sent(what, acknowledge)
    return desk.arrived(what, () => acknowledge())
  }
}

const latestMs = 5 * 60_000

/** Bolt refuses what is old; what claims to come from the future would be good to replay until then. */
export function refuseFuture(now: () => number) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const at = Number(request.headers['x-slack-request-timestamp'])
    if (Number.isFinite(at) && at * 1000 > now() + latestMs) response.status(401).end()
    else next()
  }
}

/** What Bolt says goes into our log. Its debug lines hold whole payloads: they are left out. */
export function boltLog(log: Log): Logger {
  const line = (parts: unknown[]) =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ')
  return {
    debug: () => undefined,
    info: (...parts: unknown[]) => log.debug({}, `Slack: ${line(parts)}`),
    warn: (...parts: unknown[]) => log.warn({}, `Slack: ${line(parts)}`),
    error: (...parts: unknown[]) => log.warn({}, `Slack: ${line(parts)}`),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  }
}
