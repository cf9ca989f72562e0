import { Router } from 'express'
import { z } from 'zod'
import { Fault } from '../../core/error.ts'
import type { House } from '../../core/house.ts'
import { ask, type Outcome } from '../../core/operation/ask.ts'
import type { Request, Who } from '../../core/operation/request.ts'
import type { Grammar } from '../grammar/read.ts'
import { sendOutcome } from './answers.ts'
import { bodyOf, jsonBody } from './body.ts'
import { deployments } from './deployments.ts'
import { Door } from './door.ts'
import type { Limiter } from './limiter.ts'
import { onlyMethod } from './methods.ts'
import { openapi } from './openapi/document.ts'
import { overHttp } from './origin.ts'
import { eventStream } from './stream/stream.route.ts'
import type { StreamLimits } from './stream/streams.ts'
import { namingSecret, understood } from './typed.ts'
import { wanted } from './wanted.ts'

const line = z.strictObject({ text: z.string().min(1).max(10_000), secret: z.string().min(1).max(200_000).optional() })
const refresh = z.strictObject({ refresh_token: z.string().min(1).max(500) })

/** Everything that can be asked for, for programs. */
export function api(house: House, grammar: Grammar, limiter: Limiter, limits: Partial<StreamLimits>): Router {
  const router = Router()
  const door = new Door(house, limiter)
  const asked = (request: Omit<Request, 'origin'>): Promise<Outcome> => ask(house, { ...request, origin: overHttp })
  let described: string | null = null

  router.get('/openapi.json', (_request, response) => {
    described ??= JSON.stringify(openapi(house.operations, grammar))
    response.type('application/json').send(described)
  })
  router.all('/openapi.json', onlyMethod('GET'))

  router.post('/operations/:id', door.enter, jsonBody, async (request, response) => {
    const operation = String(request.params['id'])
    const who = door.who(request)
    refuseStranger(house, who, operation)
    const given = bodyOf(request)
    sendOutcome(
      response,
      await door.answer(request, (delivery) => asked({ operation, arguments: given, who, delivery, asText: false })),
    )
  })
  router.all('/operations/:id', onlyMethod('POST'))

  router.post('/ask', door.enter, jsonBody, async (request, response) => {
    const who = door.who(request)
    const { text, secret } = wanted(line, bodyOf(request))
    if (who.by === 'nobody') refuseStranger(house, who, '')
    const typed = understood(house.operations, grammar, text, secret ?? null)
    try {
      sendOutcome(response, await door.answer(request, (delivery) => asked({ ...typed, who, delivery })))
    } catch (error) {
      throw namingSecret(house.operations, typed.operation, error)
    }
  })
  router.all('/ask', onlyMethod('POST'))

  // Whoever refreshes has no valid token any more: the refresh text itself says who it is.
  router.post('/auth/refresh', jsonBody, async (request, response) => {
    const given = wanted(refresh, bodyOf(request))
    const who: Who = { by: 'nobody' }
    sendOutcome(
      response,
      await door.answer(request, (delivery) =>
        asked({ operation: 'token.refresh', arguments: given, who, delivery, asText: false }),
      ),
    )
  })
  router.all('/auth/refresh', onlyMethod('POST'))
  deployments(router, house, door)
  eventStream(router, house, door, limits)
  return router
}

/** A stranger is told that they are one, and not which operations there are. */
function refuseStranger(house: House, who: Who, operation: string): void {
  if (who.by !== 'nobody' || house.operations.find(operation)?.least === 'anyone') return
  throw new Fault('unknown_person', { whom: 'an admin' })
}
