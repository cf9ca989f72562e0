import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { ownDatabase } from '../lab/own-database.ts'
import { labPostgres } from './lab-postgres.ts'

export interface Asked {
  ask: 'begin' | 'measures' | 'job' | 'idle' | 'stop'
  /** With `begin`: how fast practice servers work from now on. */
  speed?: number | undefined
}

export type Told =
  | { told: 'listens'; url: string }
  | { told: 'begun' }
  /** Since `begin`: the 99th percentile of the delay of the main thread's event loop. */
  | { told: 'measures'; loopMs: number; residentMb: number }
  | { told: 'job'; ms: number; state: string; lines: number }
  /** No job waits or runs. */
  | { told: 'idle' }
  | { told: 'stopped' }

export type Database = 'sqlite' | 'postgres'

/** The bot in a process of its own, which measures itself. */
export class MeasuredBot {
  readonly #child: ChildProcess
  readonly #drop: () => Promise<void>

  private constructor(
    child: ChildProcess,
    readonly url: string,
    drop: () => Promise<void>,
  ) {
    this.#child = child
    this.#drop = drop
  }

  static async start(database: Database, settings: Record<string, string>): Promise<MeasuredBot> {
    const place = database === 'postgres' ? await placeInLab() : { settings: {}, drop: () => Promise.resolve() }
    const child = fork(fileURLToPath(new URL('measured-bot.js', import.meta.url)), {
      env: { PATH: process.env['PATH'], PORT: '0', RATE_LIMIT: '0', ...place.settings, ...settings },
    })
    const { url } = await heard(child, 'listens')
    return new MeasuredBot(child, url, place.drop)
  }

  begin = (speed?: number) => this.#ask('begin', 'begun', speed)
  measures = () => this.#ask('measures', 'measures')
  job = () => this.#ask('job', 'job')
  idle = () => this.#ask('idle', 'idle')

  async stop(): Promise<void> {
    await this.#ask('stop', 'stopped')
    await this.#drop()
  }

  #ask<Name extends Told['told']>(ask: Asked['ask'], told: Name, speed?: number) {
    const answer = heard(this.#child, told)
    this.#child.send({ ask, speed } satisfies Asked)
    return answer
  }
}

/** The databases that there are on this machine: without the lab the figures of PostgreSQL are left out. */
export function databases(): Database[] {
  return labPostgres() === null ? ['sqlite'] : ['sqlite', 'postgres']
}

function heard<Name extends Told['told']>(child: ChildProcess, name: Name): Promise<Extract<Told, { told: Name }>> {
  return new Promise((resolve, reject) => {
    const hear = (message: Told) => {
      if (message.told !== name) return
      child.off('message', hear)
      child.off('exit', ended)
      resolve(message as Extract<Told, { told: Name }>)
    }
    const ended = () => reject(new Error(`the measured bot ended before it said “${name}”`))
    child.on('message', hear)
    child.on('exit', ended)
  })
}

async function placeInLab() {
  const url = labPostgres()
  if (url === null) throw new Error('there is no lab')
  const { url: own, drop } = await ownDatabase(url)
  return { settings: { DATABASE_URL: own, MASTER_KEY: randomBytes(32).toString('base64') }, drop }
}
