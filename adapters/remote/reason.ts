import { Fault } from '../../core/error.ts'

/** Null while whoever watches still wants it. */
export function reasonOf(signal: AbortSignal | undefined): Error | null {
  return signal?.aborted ? whyEnded(signal) : null
}

/** Why whoever watched wants no more of it, in words of ours. */
export function whyEnded(signal: AbortSignal): Error {
  const reason: unknown = signal.reason
  if (reason instanceof DOMException && reason.name === 'TimeoutError') {
    return new Fault('timed_out', { what: 'Waiting for the server', limit: 'its time' })
  }
  const plain = reason instanceof DOMException && reason.name === 'AbortError'
  return plain || !(reason instanceof Error) ? new Fault('cancelled', { who: 'the asker' }) : reason
}

/** Waits, unless nobody wants it any more. */
export function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const left = () => {
      clearTimeout(timer)
      reject(whyEnded(signal))
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', left)
      resolve()
    }, ms)
    if (signal.aborted) left()
    else signal.addEventListener('abort', left, { once: true })
  })
}

/** Whoever is not waiting any more is let go; what is made goes on for the others. */
export async function untilAborted<Result>(making: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (!signal) return making
  let leave = () => {}
  const left = new Promise<never>((_, reject) => {
    leave = () => reject(whyEnded(signal))
    if (signal.aborted) leave()
    else signal.addEventListener('abort', leave, { once: true })
  })
  try {
    return await Promise.race([making, left])
  } finally {
    signal.removeEventListener('abort', leave)
  }
}
