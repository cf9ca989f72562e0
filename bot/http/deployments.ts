import type { ErrorRequestHandler, Request, Response, Router } from 'express'
import { z } from 'zod'
import { instanceOf } from '../../core/deployment/instance-of.ts'
import { Fault } from '../../core/error.ts'
import type { House } from '../../core/house.ts'
import { jobStates } from '../../core/job/job.ts'
import { logLevels } from '../../core/job/log.ts'
import { ask, type Outcome } from '../../core/operation/ask.ts'
import { asking } from '../../core/operation/asking.ts'
import type { DeliveryRef } from '../../core/operation/request.ts'
import { sendOutcome } from './answers.ts'
import { bodyOf, jsonBody } from './body.ts'
import type { Door } from './door.ts'
import { sendFault } from './faults.ts'
import { onlyMethod } from './methods.ts'
import { overHttp } from './origin.ts'
import { counted, wanted } from './wanted.ts'

const listQuery = z.object({
  project_id: z.string().max(200).optional(),
  status: z.enum(jobStates).optional(),
  skip: counted(0, 1_000_000, 0),
  limit: counted(1, 500, 50),
})
const logsQuery = z.object({
  level: z.enum(logLevels).optional(),
  skip: counted(0, 1_000_000_000, 0),
  limit: counted(1, 1000, 500),
})
const newBody = z.looseObject({
  environment_id: z.string().min(1).max(100).optional(),
  instance_id: z.string().min(1).max(100).optional(),
})
const exportQuery = z.object({ format: z.enum(['json', 'txt']).default('json') })

/** What these paths take out of the answers of their operations. */
const shapes = {
  list: z.object({ deployments: z.array(z.unknown()) }),
  show: z.object({ deployment: z.unknown(), progress: z.unknown() }),
  logs: z.object({ deployment_id: z.string(), logs: z.array(z.unknown()) }),
  export: z.object({ name: z.string(), text: z.string() }),
}

type Given = Record<string, unknown>

/** Deployments at the paths of OEC.SH, with its fields. Each asks for the operation of the same name. */
export function deployments(router: Router, house: House, door: Door): void {
  const run = (operation: string, request: Request, given: Given, delivery: DeliveryRef | null = null) =>
    ask(house, { operation, arguments: given, who: door.who(request), origin: overHttp, delivery, asText: false })
  const data = async (operation: string, request: Request, given: Given): Promise<unknown> =>
    (await run(operation, request, given)).answer.data

  router.get('/deployments', door.known, async (request, response) => {
    const { project_id: project, ...query } = wanted(listQuery, request.query)
    const found = shapes.list.parse(await data('deployment.list', request, given({ ...query, project })))
    send(response, found.deployments)
  })
  router.post('/deployments', door.known, jsonBody, async (request, response) => {
    const { environment_id, instance_id, ...more } = wanted(newBody, bodyOf(request))
    const who = await asking(house, door.who(request), overHttp)
    const instance = await instanceOf(who, { environment_id, instance_id })
    sendOutcome(
      response,
      await door.answer(request, (delivery) => run('instance.deploy', request, { ...more, instance }, delivery)),
    )
  })
  router.all('/deployments', onlyMethod('GET', 'POST'))

  router.get('/deployments/:id', door.known, async (request, response) => {
    const found = shapes.show.parse(await data('deployment.show', request, { deployment: idOf(request) }))
    send(response, found.deployment)
  })
  router.all('/deployments/:id', onlyMethod('GET'))

  router.get('/deployments/:id/logs', door.known, async (request, response) => {
    const { level, skip, limit } = wanted(logsQuery, request.query)
    const asked = given({ deployment: idOf(request), level, exact: true, skip, tail: limit })
    send(response, shapes.logs.parse(await data('deployment.logs', request, asked)))
  })
  router.all('/deployments/:id/logs', onlyMethod('GET'))

  router.get('/deployments/:id/progress', door.known, async (request, response) => {
    const asked = { deployment: idOf(request), logs: true }
    send(response, shapes.show.parse(await data('deployment.show', request, asked)).progress)
  })
  router.all('/deployments/:id/progress', onlyMethod('GET'))

  router.get('/deployments/:id/logs/export', door.known, async (request, response) => {
    const { format } = wanted(exportQuery, request.query)
    const asked = { deployment: idOf(request), format }
    const { name, text } = shapes.export.parse(await data('deployment.export', request, asked))
    response.set({ 'cache-control': 'no-store', 'content-disposition': `attachment; filename="${name}"` })
    response.type(format === 'json' ? 'application/json' : 'text/plain').send(text)
  })
  router.all('/deployments/:id/logs/export', onlyMethod('GET'))

  router.get('/deployments/environment/:id/latest', door.known, async (request, response) => {
    send(response, await data('deployment.latest', request, { environment: idOf(request) }))
  })
  router.all('/deployments/environment/:id/latest', onlyMethod('GET'))

  router.get('/deployments/project/:id/stats', door.known, async (request, response) => {
    send(response, await data('deployment.stats', request, { project: idOf(request) }))
  })
  router.all('/deployments/project/:id/stats', onlyMethod('GET'))

  const change = (operation: string, request: Request): Promise<Outcome> =>
    door.answer(request, (delivery) => run(operation, request, { deployment: idOf(request) }, delivery))
  router.post('/deployments/:id/cancel', door.known, jsonBody, async (request, response) => {
    await change('deployment.cancel', request)
    send(response, { message: 'Deployment cancelled' })
  })
  router.all('/deployments/:id/cancel', onlyMethod('POST'))

  router.post('/deployments/:id/retry', door.known, jsonBody, async (request, response) => {
    sendOutcome(response, await change('deployment.retry', request))
  })
  router.all('/deployments/:id/retry', onlyMethod('POST'))

  router.use('/deployments', asThere)
}

/** What the state forbids is 400 on the paths that OEC.SH has, as there. */
const asThere: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (error instanceof Fault && error.told().status === 409 && !response.headersSent) sendFault(response, error, 400)
  else next(error)
}

function send(response: Response, body: unknown): void {
  response.set('cache-control', 'no-store').json(body)
}

function idOf(request: Request): string {
  return String(request.params['id']).slice(0, 200)
}

/** What was not given is not asked for. */
function given(values: Given): Given {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}
