import { setImmediate } from 'node:timers/promises'
import { noHost } from '../../jobs/run/hosts.ts'
import { serve } from '../../jobs/thread.ts'
import { deployWith } from './emptied.ts'

const flood = 200_000
/** As many as come in one piece from a pipe. */
const atOnce = 100

/** A worker thread one of whose stages says lines as fast as it can. */
const pipeline = deployWith((id) => async (work) => {
  if (id !== 'pulling_image') return
  for (let said = 0; said < flood; said += 1) {
    work.say('info', `Pulling layer 3 of 7, ${said} of ${flood} KB`)
    if (said % atOnce === 0) await setImmediate()
  }
})
serve({ pipelineNamed: () => pipeline, hostsOf: () => noHost })
