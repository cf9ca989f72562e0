import type { Stage, Work } from '../pipeline/stage.ts'
import type { Release } from './release.ts'

export type Deploy = Work<Release>
export type DeployStage = Stage<Release>

/** `(3.5s)` */
export function took(work: Deploy, since: number): string {
  return `(${seconds(work.now() - since)})`
}

export function seconds(ms: number): string {
  return `${(Math.max(0, ms) / 1000).toFixed(1)}s`
}

/** Stops a redeploy, where something serves already; a first deploy goes on with a warning. */
export function redeployStops({ way }: Release): boolean {
  return way !== 'first'
}

export const neverStops = (): boolean => false

/** For what passes by itself: three tries more. */
export const patient = { times: 3, afterMs: 1000 }

/** What a stage kept, in this run or an earlier one of the same job; nothing where it kept none. */
export function keptBy(work: Deploy, stage: string): object {
  const kept = work.kept(stage)
  return typeof kept === 'object' && kept !== null ? kept : {}
}
