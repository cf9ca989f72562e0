import { Fault } from '../error.ts'

/** Texts that become the same error as on a real server. Any other text is said as it is. */
export const namedFaults = [
  'disk full',
  'authentication failed',
  'pull access denied',
  'connection timeout',
  'connection reset',
  'health check failed',
] as const

export function oftenWords(times: number): string {
  return times === 1 ? 'once' : `${times} times`
}

export interface FaultFacts {
  stage: string
  server: string
  /** What the call was about. */
  about: string
}

export function faultFrom(text: string, { stage, server, about }: FaultFacts): Fault {
  const what = stage.replaceAll('_', ' ')
  switch (text.trim().toLowerCase()) {
    case 'disk full':
      return new Fault('disk_full', { server })
    case 'authentication failed':
      return new Fault('clone_failed', { repository: about })
    case 'pull access denied':
      return new Fault('image_pull_failed', { image: about })
    case 'connection timeout':
      return new Fault('connection_timeout', { what: `${what.charAt(0).toUpperCase()}${what.slice(1)}`, server })
    case 'connection reset':
      return new Fault('connection_reset', { server }, { transient: true })
    case 'health check failed':
      return new Fault('health_check_failed', { why: 'it answered 503' })
    default:
      return new Fault('practice_fault', { text: text.replace(/\.+$/, ''), stage })
  }
}
