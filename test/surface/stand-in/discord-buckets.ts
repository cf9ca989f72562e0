/** What a request may do now: go on, or wait so long. */
export interface Verdict {
  headers: Record<string, string>
  /** Seconds to wait; null when it may go on. */
  retryAfter: number | null
  isGlobal: boolean
}

interface Rule {
  limit: number
  ms: number
}

const usual: Rule = { limit: 50, ms: 1000 }

/** Routes whose limit people meet; Discord tells the figures in headers only, so a bot must not know these. */
const rules: Record<string, Rule> = {
  create_message: { limit: 5, ms: 1000 },
  update_message: { limit: 5, ms: 1000 },
  delete_message: { limit: 5, ms: 1000 },
  update_channel: { limit: 2, ms: 2000 },
  create_thread: { limit: 10, ms: 1000 },
  create_thread_from_message: { limit: 10, ms: 1000 },
  add_my_message_reaction: { limit: 1, ms: 250 },
  execute_webhook: { limit: 5, ms: 1000 },
  update_webhook_message: { limit: 5, ms: 1000 },
  update_original_webhook_message: { limit: 5, ms: 1000 },
}

/** These do not count against the limit of the whole bot. */
const uncounted = /^(create_interaction_response|execute_webhook|.*_webhook_message)$/

/** Discord's rate limits: a bucket for each route and channel, guild or webhook, and one for the whole bot. */
export class Buckets {
  readonly rules = { ...rules }
  /** Requests a second of the whole bot. */
  global = 50
  /** Requests that came although the bucket was empty. */
  readonly overruns: string[] = []
  readonly #spent = new Map<string, { used: number; until: number }>()

  take(route: string, of: string): Verdict {
    const all = uncounted.test(route) ? null : this.#count('all', { limit: this.global, ms: 1000 })
    if (all?.over) return this.#refused(route, all.resetMs, {}, true)
    const rule = this.rules[route] ?? usual
    const { used, resetMs, over } = this.#count(`${route} ${of}`, rule)
    const headers = {
      'x-ratelimit-limit': String(rule.limit),
      'x-ratelimit-remaining': String(Math.max(0, rule.limit - used)),
      'x-ratelimit-reset': ((Date.now() + resetMs) / 1000).toFixed(3),
      'x-ratelimit-reset-after': (resetMs / 1000).toFixed(3),
      'x-ratelimit-bucket': Buffer.from(route).toString('hex').slice(0, 32),
    }
    return over ? this.#refused(route, resetMs, headers, false) : { headers, retryAfter: null, isGlobal: false }
  }

  #count(name: string, { limit, ms }: Rule) {
    const now = Date.now()
    const known = this.#spent.get(name)
    const bucket = known && known.until > now ? known : { used: 0, until: now + ms }
    this.#spent.set(name, bucket)
    bucket.used += 1
    return { used: bucket.used, over: bucket.used > limit, resetMs: bucket.until - now }
  }

  #refused(route: string, resetMs: number, headers: Record<string, string>, isGlobal: boolean): Verdict {
    this.overruns.push(route)
    return { ...busy(resetMs / 1000, isGlobal), headers: { ...headers, ...busy(resetMs / 1000, isGlobal).headers } }
  }
}

/** A 429, as Discord says it. */
export function busy(seconds: number, isGlobal: boolean): Verdict {
  const headers = {
    'retry-after': String(Math.ceil(seconds)),
    'x-ratelimit-scope': isGlobal ? 'global' : 'user',
    ...(isGlobal ? { 'x-ratelimit-global': 'true' } : {}),
  }
  return { headers, retryAfter: seconds, isGlobal }
}
