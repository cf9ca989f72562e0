import express, { type Request, Router } from 'express'
import { Fault } from '../../core/error.ts'
import type { House } from '../../core/house.ts'
import { signIn, signOut } from '../../core/member/session.ts'
import { checked, codeBody } from './body.ts'
import { type Theme, themes } from './document.ts'
import { signedOutPage, signInPage } from './door.page.ts'
import { cookieOf, sameOrigin, setCookie, whoAsks, whoPosts } from './guard.ts'
import { originOf } from './rooms.ts'

/** Coming in and going out. */
export function door(house: House): Router {
  const routes = Router()

  routes.get('/signin', (request, response) => {
    const { code } = request.query
    const theme = themeOf(request)
    response.send(typeof code === 'string' ? signInPage(code, theme) : signedOutPage(house.command, theme, null))
  })

  routes.post(
    '/signin',
    sameOrigin,
    express.urlencoded({ extended: false, limit: '4kb' }),
    async (request, response) => {
      try {
        const { code } = checked(codeBody, request.body ?? {})
        const cookie = await signIn(house, code, originOf(house, null))
        setCookie(house, request, response, cookie)
        response.redirect(303, '/console')
      } catch (error) {
        if (!(error instanceof Fault)) throw error
        const told = error.told()
        response.status(told.status).send(signedOutPage(house.command, themeOf(request), told))
      }
    },
  )

  routes.post('/signout', sameOrigin, async (request, response) => {
    await signOut(house, await whoPosts(house, request), originOf(house, null))
    setCookie(house, request, response, null)
    response.status(204).end()
  })

  /** A link from another site comes without the cookie; the page asks here whether there is one after all. */
  routes.get('/door', async (request, response) => {
    response.status((await whoAsks(house, request)) ? 204 : 401).end()
  })

  return routes
}

export function themeOf(request: Request): Theme | null {
  const kept = cookieOf(request, 'theme')
  return themes.find((theme) => theme === kept) ?? null
}
