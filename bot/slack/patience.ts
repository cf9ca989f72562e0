import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api'
import { pause } from '../conversation/pause.ts'
import { Later } from '../presenter/later.ts'

const triesMost = 5
const longestWaitMs = 60_000

/**
 * Calls Slack and waits where Slack asks for it. Only this call waits: each runs apart from the others.
 * What Slack refuses by name is refused for good.
 */
export async function patient<Result>(call: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call()
    } catch (error) {
      if (tries >= triesMost || !passes(error) || signal.aborted) throw error
      await pause(waitOf(error, tries), signal)
    }
  }
}

/** Slack has too much to do, or the line is down: another try may succeed. */
export function passes(error: unknown): boolean {
  if (error instanceof Later) return true
  if (error instanceof WebAPIRateLimitedError || error instanceof WebAPIRequestError) return true
  if (error instanceof WebAPIHTTPError) return error.statusCode >= 500
  return (
    refusal(error) !== null &&
    /^(internal_error|fatal_error|service_unavailable|ratelimited)$/.test(refusal(error) ?? '')
  )
}

/** The name by which Slack refused, if it answered at all. */
export function refusal(error: unknown): string | null {
  return error instanceof WebAPIPlatformError ? error.data.error : null
}

export function waitOf(error: unknown, tries: number): number {
  const asked = error instanceof WebAPIRateLimitedError ? error.retryAfter * 1000 : waitMsOf(error)
  return Math.max(asked, Math.min(longestWaitMs, 250 * 2 ** tries))
}

function waitMsOf(error: unknown): number {
  return error instanceof Later ? (error.waitMs ?? 0) : 0
}
