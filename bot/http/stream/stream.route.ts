import type { Router } from 'express'
import type { House } from '../../../core/house.ts'
import type { Door } from '../door.ts'
import { onlyMethod } from '../methods.ts'
import { cursorFrom } from './cursor.rule.ts'
import { type StreamLimits, Streams } from './streams.ts'

/** What happens, as it happens, to whoever may see it. */
export function eventStream(router: Router, house: House, door: Door, limits: Partial<StreamLimits>): void {
  const streams = new Streams(house, limits)
  router.get('/events/stream', async (request, response) => {
    const who = await door.listening(request)
    if (request.method === 'HEAD') {
      response.set({ 'cache-control': 'no-cache', 'x-accel-buffering': 'no' }).type('text/event-stream').end()
      return
    }
    await streams.open(who, response, cursorFrom(request.get('last-event-id') ?? ''))
  })
  router.all('/events/stream', onlyMethod('GET'))
}
