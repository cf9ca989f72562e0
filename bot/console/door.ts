import express, { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { Fault, type Told } from '../../core/error.ts'
import type { House } from '../../core/house.ts'
import { adminExists } from '../../core/member/first-admin.ts'
import { signIn, signOut } from '../../core/member/session.ts'
import { standIn } from '../../core/member/stand-in.ts'
import { ask } from '../../core/operation/ask.ts'
import { bodyOf, checked, claimBody, codeBody, personBody } from './body.ts'
import { type Theme, themes } from './document.ts'
import { signedOutPage, signInPage } from './door.page.ts'
import { cookieOf, sameOrigin, setCookie, whoAsks, whoPosts } from './guard.ts'
import { originOf } from './rooms.ts'

/** Coming in and going out. */
export function door(house: House): Router {
  const routes = Router()

  routes.get('/signin', async (request, response) => {
    const { code } = request.query
    const theme = themeOf(request)
    response.send(typeof code === 'string' ? signInPage(code, theme) : await outside(house, request, null))
  })

  routes.post('/signin', sameOrigin, form, (request, response) =>
    comesIn(house, request, response, () => checked(codeBody, request.body ?? {}).code),
  )

  routes.post('/claim', sameOrigin, form, (request, response) =>
    comesIn(house, request, response, () => claimed(house, request)),
  )

  routes.post('/signout', sameOrigin, async (request, response) => {
    await signOut(house, await whoPosts(house, request), originOf(house, null))
    setCookie(house, request, response, null)
    response.status(204).end()
  })

  routes.post('/stand-in', sameOrigin, express.json({ limit: '4kb' }), async (request, response) => {
    const who = await whoPosts(house, request)
    const cookie = await standIn(house, who, bodyOf(personBody, request).member, originOf(house, null))
    setCookie(house, request, response, cookie)
    response.status(204).end()
  })

  /** A link from another site comes without the cookie; the page asks here whether there is one after all. */
  routes.get('/door', async (request, response) => {
    response.status((await whoAsks(house, request)) ? 204 : 401).end()
  })

  return routes
}

const form = express.urlencoded({ extended: false, limit: '4kb' })

/** By whatever gives a sign-in code; who is refused sees the same page again. */
async function comesIn(
  house: House,
  request: Request,
  response: Response,
  codeFrom: () => string | Promise<string>,
): Promise<void> {
  try {
    const cookie = await signIn(house, await codeFrom(), originOf(house, null))
    setCookie(house, request, response, cookie)
    response.redirect(303, '/console')
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const told = error.told()
    response.status(told.status).send(await outside(house, request, told))
  }
}

const claimData = z.object({ code: z.string() })

async function claimed(house: House, request: Request): Promise<string> {
  const { answer } = await ask(house, {
    operation: 'claim',
    arguments: checked(claimBody, request.body ?? {}),
    who: { by: 'nobody' },
    origin: originOf(house, null),
    delivery: null,
    asText: false,
  })
  return claimData.parse(answer.data).code
}

/** What whoever is not signed in sees. */
export async function outside(house: House, request: Request, fault: Told | null): Promise<string> {
  const claimable = !(await adminExists(house.store.reading))
  return signedOutPage({ command: house.command, claimable }, themeOf(request), fault)
}

export function themeOf(request: Request): Theme | null {
  const kept = cookieOf(request, 'theme')
  return themes.find((theme) => theme === kept) ?? null
}
