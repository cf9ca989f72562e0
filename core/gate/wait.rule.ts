import { Fault } from '../error.ts'
import type { Job } from '../job/job.ts'
import type { Judgement, Reason, Verdict } from './gate.ts'

export type Waiting = Pick<Job, 'waitsWhy' | 'waitsUntil'> & { waitsFor: NonNullable<Job['waitsFor']> }

/** What a job waits for, as the gates judged: people first, then the time asked for, then what ends by itself. */
export function waitingFor(judgements: readonly Judgement[], at: number | null, atWords: string, now: number): Waiting {
  const hold = (reason: Reason): Waiting | null => {
    const verdict = judgements.find((one) => one.reason === reason)?.verdict
    return verdict?.does === 'hold'
      ? { waitsFor: verdict.waitsFor, waitsWhy: sentence(verdict), waitsUntil: verdict.until }
      : null
  }
  const time: Waiting | null = at !== null && at > now ? { waitsFor: 'time', waitsWhy: atWords, waitsUntil: at } : null
  return (
    hold('approval') ??
    time ??
    hold('lock') ??
    hold('freeze') ??
    hold('running_job') ?? { waitsFor: 'turn', waitsWhy: null, waitsUntil: null }
  )
}

/** The sentence of the table of errors, also where it holds and does not refuse. */
export function sentence(verdict: Exclude<Verdict, { does: 'proceed' }>): string {
  return new Fault(verdict.code, verdict.facts).message
}

export function refusalAmong(judgements: readonly Judgement[]): Extract<Verdict, { does: 'refuse' }> | null {
  for (const { verdict } of judgements) if (verdict.does === 'refuse') return verdict
  return null
}

/** Which gates an emergency went through. */
export function brokenBy(judgements: readonly Judgement[]): Reason[] {
  return judgements.flatMap(({ reason, verdict }) =>
    verdict.does === 'proceed' && verdict.by === 'emergency' ? [reason] : [],
  )
}
