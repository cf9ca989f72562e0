import express, { type Request, type RequestHandler } from 'express'
import { Fault } from '../../core/error.ts'

const limit = '256kb'
const deepest = 32

const parse = express.json({ limit, type: ['application/json', 'application/*+json'], strict: false })

const read = new WeakMap<Request, Record<string, unknown>>()

/** What `jsonBody` read. */
export function bodyOf(request: Request): Record<string, unknown> {
  return read.get(request) ?? {}
}

/** Reads the body as a JSON object; none at all is an empty one. */
export const jsonBody: RequestHandler = (request, response, next) => {
  parse(request, response, (error?: unknown) => {
    if (error !== undefined) return next(error)
    try {
      read.set(request, object(request.body, hasBody(request.headers), request.headers['content-type']))
      next()
    } catch (fault) {
      next(fault)
    }
  })
}

function hasBody(headers: Record<string, unknown>): boolean {
  return headers['transfer-encoding'] !== undefined || !['0', undefined].includes(lengthOf(headers))
}

function lengthOf(headers: Record<string, unknown>): string | undefined {
  const length = headers['content-length']
  return typeof length === 'string' ? length : undefined
}

function object(body: unknown, sent: boolean, type: string | undefined): Record<string, unknown> {
  if (!sent) return {}
  if (body === undefined) throw new Fault('wrong_type', { type: type?.slice(0, 100) ?? 'a body without a type' })
  if (!isObject(body)) throw new Fault('unreadable', { why: 'the body is not a JSON object' })
  readable(body)
  return body
}

/** No database keeps a zero character, and nobody means a hundred levels: both are told and not stumbled over. */
function readable(body: Record<string, unknown>): void {
  let level: unknown[] = [body]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) throw new Fault('unreadable', { why: 'it is nested too deeply' })
    const below: unknown[] = []
    for (const value of level) {
      if (typeof value === 'string' && value.includes('\0'))
        throw new Fault('unreadable', { why: 'it holds a zero character' })
      if (value !== null && typeof value === 'object') for (const pair of Object.entries(value)) below.push(...pair)
    }
    level = below
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
