import { fileURLToPath } from 'node:url'
import express, { type ErrorRequestHandler, type Express, Router } from 'express'
import { Fault } from '../../core/error.ts'
import type { House } from '../../core/house.ts'
import type { Complete } from '../conversation/complete.ts'
import { faultOf } from '../conversation/reply.ts'
import type { Grammar } from '../grammar/read.ts'
import type { Mine } from '../presenter/floor.ts'
import { Completion } from './completion.ts'
import { door } from './door.ts'
import { Elsewhere } from './elsewhere.ts'
import { Feed } from './feed.ts'
import { locked } from './guard.ts'
import { Messages } from './messages.ts'
import { ConsoleMessenger } from './messenger.ts'
import { pageRoutes } from './page.routes.ts'
import { resume } from './resume.ts'
import { makeFirstRoom } from './rooms.ts'
import type { Stream } from './stream.ts'
import { talkRoutes } from './talk.routes.ts'
import { Talk } from './talk.ts'

/** What the routes of the page share. */
export interface Parts {
  house: House
  grammar: Grammar
  talk: Talk
  messages: Messages
  feed: Feed
  completion: Completion
  streams: Set<Stream>
}

const assets = fileURLToPath(new URL('./page/', import.meta.url))

/** The console page as a surface: the whole conversation in a browser. */
export class Console {
  readonly #parts: Parts
  readonly #elsewhere: Elsewhere | null

  /** `shared`: other processes speak in the same rooms. */
  constructor(house: House, grammar: Grammar, complete: Complete, express: Express, shared: boolean) {
    const feed = new Feed()
    const messages = new Messages(house, feed)
    const talk = new Talk(house, grammar, messages)
    const completion = new Completion(house.operations, complete)
    this.#parts = { house, grammar, talk, messages, feed, completion, streams: new Set() }
    this.#elsewhere = shared ? new Elsewhere(house, feed) : null
    express.use('/console', this.#routes())
  }

  /** Says there what nobody asked for. */
  messenger({ house }: Mine): ConsoleMessenger {
    return new ConsoleMessenger(house, new Messages(house, this.#parts.feed))
  }

  /** A room to talk in. */
  async start(): Promise<void> {
    await makeFirstRoom(this.#parts.house)
    this.#elsewhere?.start()
  }

  /** The answers that are still owed. */
  async resume(olderMs: number): Promise<void> {
    const { house, talk, messages } = this.#parts
    await resume(house, talk, messages, olderMs)
  }

  /** Open streams would keep the process waiting. */
  close(): void {
    this.#elsewhere?.stop()
    for (const stream of this.#parts.streams) stream.close()
  }

  #routes(): Router {
    const routes = Router()
    routes.use(locked)
    routes.use('/page', express.static(assets, { index: false, setHeaders: asked }))
    routes.use(door(this.#parts.house))
    routes.use(pageRoutes(this.#parts))
    routes.use(talkRoutes(this.#parts))
    routes.use(this.#failed())
    return routes
  }

  /** Code, sentence and remedy, as over the API. */
  #failed(): ErrorRequestHandler {
    return (error: unknown, _request, response, next) => {
      if (response.headersSent) {
        next(error)
        return
      }
      const { status, code, message, remedy } = faultOf(this.#parts.house, arrived(error)).told()
      response.status(status).json({ error: { code, message, remedy } })
    }
  }
}

/** A browser may keep our files, and asks each time whether they are still the same. */
function asked(response: { setHeader(name: string, value: string): unknown }): void {
  response.setHeader('cache-control', 'no-cache')
}

/** What the body parser refuses is the sender's doing, not ours. */
function arrived(error: unknown): unknown {
  const status = error instanceof Error && 'status' in error ? error.status : undefined
  if (status === 413) return new Fault('too_large', { limit: '256 kB' })
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new Fault('unreadable', { why: 'it is not valid JSON' })
  return error
}
