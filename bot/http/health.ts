import { Router } from 'express'
import type { Metrics } from './metrics.ts'
import type { Readiness } from './readiness.ts'

/** For whoever watches the process: does it live, should it be sent work, and how is it doing. */
export function health(readiness: Readiness, metrics: Metrics): Router {
  const router = Router()
  router.get('/healthz', (_request, response) => {
    response.set('cache-control', 'no-store').json({ status: 'alive' })
  })
  router.get('/readyz', async (_request, response) => {
    const [wrong, beside] = await Promise.all([readiness.wrong(), readiness.remarks()])
    const ready = Object.keys(wrong).length === 0
    response
      .set('cache-control', 'no-store')
      .status(ready ? 200 : 503)
      .json({ status: ready ? 'ready' : 'not ready', wrong, ...(Object.keys(beside).length > 0 ? { beside } : {}) })
  })
  router.get('/metrics', async (_request, response) => {
    response
      .set('cache-control', 'no-store')
      .type(metrics.type)
      .send(await metrics.text())
  })
  return router
}
