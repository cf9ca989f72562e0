import type { House } from '../../core/house.ts'
import type { Grammar } from '../grammar/read.ts'
import { api } from './api.ts'
import { Limiter } from './limiter.ts'
import type { StreamLimits } from './stream/streams.ts'
import type { Web } from './web.ts'

/** HTTP as a surface. What is signed by its sender is hung in before and is not limited. */
export function openApi(
  house: House,
  grammar: Grammar,
  web: Web,
  perSecond: number,
  streams: Partial<StreamLimits> = {},
): void {
  const limiter = new Limiter(house.clock, perSecond)
  web.limit(limiter)
  web.express.use('/api/v1', api(house, grammar, limiter, streams))
}
