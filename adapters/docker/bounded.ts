import { Fault } from '../../core/error.ts'
import { whyEnded } from '../remote/reason.ts'

/** Ends with whoever watches, or after its time; `over` says that neither matters any more. */
export function bounded(signal: AbortSignal, withinMs: number | undefined, what: string) {
  const stop = new AbortController()
  const ended = () => stop.abort(whyEnded(signal))
  if (signal.aborted) ended()
  else signal.addEventListener('abort', ended, { once: true })
  const late =
    withinMs === undefined
      ? undefined
      : setTimeout(() => stop.abort(new Fault('timed_out', { what, limit: `${withinMs / 1000} s` })), withinMs)
  return {
    signal: stop.signal,
    over() {
      clearTimeout(late)
      signal.removeEventListener('abort', ended)
    },
  }
}
