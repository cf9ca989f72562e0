import type { House } from '../house.ts'

/** Other processes ring their own bells: held rows are looked at again after so long. */
const lookEveryMs = 1000

export interface HoldTold {
  held(): void
  released(): void
}

/** Waits as long as somebody holds this stage there. Ends at once where nobody waits for the answer any more. */
export async function untilReleased(
  house: House,
  serverId: string,
  stage: string,
  signal: AbortSignal,
  told: HoldTold,
): Promise<void> {
  const isHeld = async () => (await house.store.reading.practiceHold.count({ serverId, stage })) > 0
  if (!(await isHeld())) return
  told.held()
  do await nextChance(house, signal)
  while (await isHeld())
  told.released()
}

/** The bell, the slow look, or the end. */
function nextChance(house: House, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const over = (end: () => void) => {
      clearTimeout(later)
      unlisten()
      signal.removeEventListener('abort', stop)
      end()
    }
    const stop = () => over(() => reject(reasonOf(signal)))
    const later = setTimeout(() => over(resolve), lookEveryMs)
    const unlisten = house.bell.listen(() => over(resolve))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}

/** Takes time, and no longer than somebody waits for it. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  if (ms < 1) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(later)
      reject(reasonOf(signal))
    }
    const later = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal.addEventListener('abort', stop, { once: true })
  })
}

function reasonOf({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new Error('nobody waits for this any more')
}
