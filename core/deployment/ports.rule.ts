import type { Release } from './release.ts'

/** Where Odoo listens in its container. */
export const odooPort = 8069
export const pushPort = 8072

/** How it is asked whether it lives, and whether it shows a page: that needs its database and all its modules. */
export const alive = { port: odooPort, path: '/web/health' }
export const page = { port: odooPort, path: '/web/login' }

const usualMs = { answer: 60_000, page: 30_000 }

/** As long as anybody may set. */
export const longestAnswerMs = 3_600_000

/** How long a release may take until it lives, and from then until it shows a page. */
export function answerLimits({ answersWithinMs }: Pick<Release, 'answersWithinMs'>) {
  return {
    aliveMs: answersWithinMs ?? usualMs.answer,
    /** What is left of its time, where somebody set it. */
    pageMs: (tookMs: number) => Math.max(usualMs.page, (answersWithinMs ?? 0) - tookMs),
  }
}

/** Without workers one process answers everything, at one port. */
export function websocketPort(workers: number): number {
  return workers === 0 ? odooPort : pushPort
}
