import type { RequestHandler } from 'express'
import { Fault } from '../../core/error.ts'

/** Stands behind a route: says what the path takes instead. */
export function onlyMethod(...methods: ('GET' | 'POST')[]): RequestHandler {
  const allowed = [...methods.map((method) => (method === 'GET' ? 'GET, HEAD' : method)), 'OPTIONS'].join(', ')
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
