import { timingSafeEqual } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import { Fault } from '../../core/error.ts'
import type { House } from '../../core/house.ts'
import { type SignedIn, sessionSeconds, signedIn } from '../../core/member/session.ts'

const cookieName = 'pilothouse'

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** What a browser may do with our pages: nothing but what they need. */
export const locked: RequestHandler = (_request, response, next) => {
  response.set({
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
  })
  next()
}

/** A form of another site must not speak for whoever looks at it, not even to sign them in. */
export const sameOrigin: RequestHandler = (request, _response, next) => {
  const site = request.get('sec-fetch-site')
  const origin = request.get('origin')
  const foreign = (site !== undefined && site !== 'same-origin') || (origin !== undefined && !isOurs(request, origin))
  next(foreign ? refusedForm() : undefined)
}

function isOurs(request: Request, origin: string): boolean {
  // Sandboxed pages say `null`; nothing of ours is sandboxed.
  return URL.canParse(origin) && new URL(origin).host === request.get('host')
}

export async function whoAsks(house: House, request: Request): Promise<SignedIn | null> {
  const cookie = cookieOf(request, cookieName)
  return cookie === null ? null : signedIn(house, cookie)
}

/** Every POST of the page carries the session's own token in a header: another site cannot read it. */
export async function whoPosts(house: House, request: Request): Promise<SignedIn> {
  const who = await whoAsks(house, request)
  if (!who) throw new Fault('unknown_person', { whom: 'the bot for a sign-in link, or an admin' })
  if (!same(request.get('x-csrf') ?? '', who.session.csrf)) throw refusedForm()
  return who
}

function refusedForm(): Fault {
  return new Fault('state_forbids', {
    why: 'This did not come from the page that you are signed in to.',
    next: 'Reload the page and try again.',
  })
}

function same(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}

export function cookieOf(request: Request, name: string): string | null {
  for (const part of (request.get('cookie') ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2)
    if (key === name && value) return value
  }
  return null
}

export function setCookie(house: House, request: Request, response: Response, value: string | null): void {
  const options = { httpOnly: true, sameSite: 'strict', path: '/', secure: isSecure(house, request) } as const
  if (value === null) response.clearCookie(cookieName, options)
  else response.cookie(cookieName, value, { ...options, maxAge: sessionSeconds * 1000 })
}

/** Behind a proxy that ends TLS, our public address says it. */
function isSecure(house: House, request: Request): boolean {
  return request.secure || (house.pageUrl ?? '').startsWith('https://')
}
