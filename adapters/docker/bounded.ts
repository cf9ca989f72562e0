import { Fault } from '../../core/error.ts'

/** Ends with whoever watches, or after its time; `over` says that neither matters any more. */
export function bounded(signal: AbortSignal, withinMs: number | undefined, what: string) {
  const stop = new AbortController()
  const ended = () => stop.abort(reasonOf(signal))
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

export function reasonOf({ reason }: AbortSignal): Error {
  return reason instanceof Fault ? reason : new Fault('cancelled', { who: 'the asker' })
}

/** Waits on purpose, unless the signal ends it. */
export function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = () => {
      clearTimeout(waiting)
      reject(reasonOf(signal))
    }
    const waiting = setTimeout(() => {
      signal.removeEventListener('abort', ended)
      resolve()
    }, ms)
    if (signal.aborted) ended()
    else signal.addEventListener('abort', ended, { once: true })
  })
}
