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
    const wrong = await readiness.wrong()
    const ready = Object.keys(wrong).length === 0
    response
      .set('cache-control', 'no-store')
      .status(ready ? 200 : 503)
      .json({ status: ready ? 'ready' : 'not ready', wrong })
  })
  router.get('/metrics', async (_request, response) => {
    response
      .set('cache-control', 'no-store')
      .type(metrics.type)
      .send(await metrics.text())
  })
  return router
}
