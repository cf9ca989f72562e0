import type { ErrorRequestHandler, RequestHandler, Response } from 'express'
import { Fault } from '../../core/error.ts'

/** What a program reads of a fault. */
export function faultBody(fault: Fault): { error: Record<string, unknown> } {
  const { code, message, remedy, field } = fault.told()
  const { level, suggestions } = fault.facts
  const actions = fault.actions.flatMap((action) =>
    'operation' in action ? [{ label: action.label, operation: action.operation, arguments: action.arguments }] : [],
  )
  return {
    error: {
      code,
      message,
      remedy,
      ...(field === null ? {} : { field }),
      ...(level === undefined ? {} : { level }),
      ...(suggestions === undefined ? {} : { suggestions: suggestions.split('\n') }),
      ...(actions.length === 0 ? {} : { actions }),
      ...(fault.facts['secret'] === undefined ? {} : { secret: true }),
    },
  }
}

export function sendFault(response: Response, fault: Fault, status: number = fault.told().status): void {
  if (status === 401) response.set('www-authenticate', 'Bearer')
  if (status === 429) response.set('retry-after', fault.facts['seconds'] ?? '60')
  if (status === 503) response.set('retry-after', '5')
  if (fault.code === 'wrong_method') response.set('allow', fault.facts['allowed'] ?? '')
  response.status(status).set('cache-control', 'no-store').json(faultBody(fault))
}

const shownOfPath = 200

export const nothingThere: RequestHandler = (request) => {
  throw new Fault('not_found', {
    what: 'path',
    name: request.path.slice(0, shownOfPath),
    list: 'GET /api/v1/openapi.json',
  })
}

/** One way of going wrong over HTTP, whoever threw. */
export function faults(faultOf: (error: unknown) => Fault): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    if (response.headersSent) {
      response.destroy()
      return
    }
    sendFault(response, fromParser(error) ?? faultOf(error))
  }
}

/** Express and its parsers throw errors that carry a status: those below 500 are the sender's. */
function fromParser(error: unknown): Fault | null {
  if (error instanceof Fault) return error
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return null
  if (error.status === 413) return new Fault('too_large', { limit: '256 KB' })
  if (error.status === 415) return new Fault('wrong_type', { type: 'this encoding' })
  return error.status < 500 ? new Fault('unreadable', { why: reason(error) }) : null
}

/** A parser's own words may repeat the body, which may hold a secret. */
function reason(error: Error): string {
  return 'type' in error && error.type === 'entity.parse.failed' ? 'it is not JSON' : 'the request is not well formed'
}
