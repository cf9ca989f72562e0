import { X509Certificate } from 'node:crypto'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** Renewed so long before its end, or when a third of a short life is left. */
const renewBeforeMs = 30 * dayMs

/** More failures in an hour are not taken by who gives certificates, and count against everybody there. */
const mostFailures = 5

export interface Life {
  from: number
  until: number
}

export function isDue({ from, until }: Life, now: number): boolean {
  return until - now <= Math.min(renewBeforeMs, (until - from) / 3)
}

/** Those that still count. */
export function recentFailures(failures: readonly number[], now: number): number[] {
  return failures.filter((at) => at > now - hourMs && at <= now)
}

/** When it may be tried again; null where it may be now. */
export function waitsUntil(failures: readonly number[], now: number): number | null {
  const recent = recentFailures(failures, now).sort((one, other) => one - other)
  const first = recent.at(-mostFailures)
  return first === undefined ? null : first + hourMs
}

/** For whom a chain is and how long; null where it is none. */
export function lifeOf(chain: string | null, domain: string): Life | null {
  if (chain === null) return null
  try {
    const certificate = new X509Certificate(chain)
    if (certificate.checkHost(domain) === undefined) return null
    return { from: Date.parse(certificate.validFrom), until: Date.parse(certificate.validTo) }
  } catch {
    // Whatever it is, it is no certificate.
    return null
  }
}
