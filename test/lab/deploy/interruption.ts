import type { Job } from './floor.ts'

/** For how long nothing served, in milliseconds, as the job says it. */
export function interruptionIn({ lines }: Job): number {
  const said = /serves again; it did not for ([\d.]+) s/.exec(lines.join('\n'))?.[1]
  if (said === undefined) throw new Error(`it says nothing of an interruption:\n${lines.join('\n')}`)
  return Number(said) * 1000
}
