import type { Json } from './json.ts'

export interface DiscordCall {
  /** The `operationId` of Discord's document, as `create_message`. */
  route: string
  parameters: Json
  body: unknown
  status: number
}

/** How a route fails: refused, too busy, done and not told, or never answered. */
export type Trouble =
  | { status: number; retryAfter?: number; global?: boolean; code?: number }
  | { lost: true }
  | { hangs: true }

/** Which calls fail: the next one, or all for a while. `*` is every route. */
export class Troubles {
  readonly #next: { route: string; trouble: Trouble; isMeant: (call: DiscordCall) => boolean }[] = []
  #siege: { route: string; trouble: Trouble; until: number } | null = null

  add(route: string, trouble: Trouble, isMeant: (call: DiscordCall) => boolean): void {
    this.#next.push({ route, trouble, isMeant })
  }

  besiege(route: string, trouble: Trouble, ms: number): void {
    this.#siege = { route, trouble, until: Date.now() + ms }
  }

  /** How this call fails; a trouble of one call is spent by it. */
  of(call: DiscordCall): Trouble | undefined {
    const siege = this.#siege
    if (siege && isOf(siege.route, call) && Date.now() < siege.until) return siege.trouble
    const at = this.#next.findIndex((one) => isOf(one.route, call) && one.isMeant(call))
    return at < 0 ? undefined : this.#next.splice(at, 1)[0]?.trouble
  }
}

function isOf(route: string, call: DiscordCall): boolean {
  return route === '*' || route === call.route
}
