import type { RequestHandler } from 'express'
import { Fault } from '../../core/error.ts'

/** Stands behind a route: says what the path takes instead. */
export function onlyMethod(method: 'GET' | 'POST'): RequestHandler {
  const allowed = method === 'GET' ? 'GET, HEAD, OPTIONS' : 'POST, OPTIONS'
  return (request, response) => {
    if (request.method === 'OPTIONS') {
      response.status(204).set('allow', allowed).end()
      return
    }
    throw new Fault('wrong_method', {
      method: request.method,
      path: `${request.baseUrl}${request.path}`.slice(0, 200),
      allowed,
    })
  }
}
