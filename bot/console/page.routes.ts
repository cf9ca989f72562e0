import express, { type Request, Router } from 'express'
import { z } from 'zod'
import { Fault } from '../../core/error.ts'
import type { SignedIn } from '../../core/member/session.ts'
import { completes } from '../../core/operation/argument.ts'
import { bodyOf, checked, roomBody } from './body.ts'
import type { Parts } from './console.ts'
import { outside, themeOf } from './door.ts'
import { sameOrigin, whoAsks, whoPosts } from './guard.ts'
import { cardOf, perPage } from './messages.ts'
import { askingIn, makeRoom, mayMakeRooms, roomFor, roomsOf, type SeenRoom } from './rooms.ts'
import { shellPage } from './shell.page.ts'
import { Stream } from './stream.ts'
import { tourFor } from './tour.ts'
import { View } from './view.ts'

const roomQuery = z.object({ room: z.string().max(64) })
const streamQuery = roomQuery.extend({ since: z.coerce.number().int().nonnegative().default(0) })
const stepQuery = z.object({ step: z.coerce.number().int().nonnegative() })
const pageQuery = roomQuery.extend({ before: z.string().max(64) })
const completeQuery = roomQuery.extend({
  text: z.string().max(2000),
  completes: z.enum(completes).optional(),
})

/** What is looked at: the page itself, what was said before, what is said now, what could be typed. */
export function pageRoutes(parts: Parts): Router {
  const { house, messages, completion, streams } = parts
  const routes = Router()

  routes.get('/', async (request, response) => {
    const who = await whoAsks(house, request)
    const theme = themeOf(request)
    if (!who) return void response.status(401).send(await outside(house, request, null))
    const now = house.clock.now()
    const rooms = await roomsOf(house, who.member)
    const here = chosen(rooms, request)
    const page = await messages.page(here, who.member, null)
    const drawn = await new View(house, who.member, here.shared).draw(page)
    const makesRooms = await mayMakeRooms(house, who.member)
    const tour = await tourFor(house, who.member)
    const more = page.length === perPage
    response.send(shellPage({ house, who, theme, rooms, here, messages: drawn, more, makesRooms, tour, now }))
  })

  routes.get('/messages', async (request, response) => {
    const { member } = await present(parts, request)
    const { room, before } = checked(pageQuery, request.query)
    const seen = await roomFor(house, member, room)
    const page = await messages.page(seen, member, before)
    const drawn = await new View(house, member, seen.shared).draw(page)
    response.json({
      messages: drawn.map(({ id, html }) => ({ id, html: html.toString() })),
      more: page.length === perPage,
    })
  })

  routes.get('/charts/:message', async (request, response) => {
    const { member } = await present(parts, request)
    const id = String(request.params['message'])
    const message = await messages.seenBy(member, id)
    const chart = message && cardOf(message)?.chart
    if (!chart) throw new Fault('not_found', { what: 'chart', name: id, list: 'overview' })
    response.type('image/png').send(Buffer.from(await house.charts.png(chart)))
  })

  routes.get('/complete', async (request, response) => {
    const { member } = await present(parts, request)
    const query = checked(completeQuery, request.query)
    const { room } = await roomFor(house, member, query.room)
    const asking = await askingIn(house, member, room.id)
    const items = query.completes
      ? await completion.value(asking, query.completes, query.text)
      : await completion.line(asking, query.text)
    response.json({ items })
  })

  routes.get('/tour', async (request, response) => {
    const { member } = await present(parts, request)
    const { step } = checked(stepQuery, request.query)
    const lines = (await tourFor(house, member))?.steps[step]?.lines
    if (!lines) throw new Fault('not_found', { what: 'step of a demo', name: String(step), list: 'help' })
    response.json({ lines })
  })

  routes.get('/stream', async (request, response) => {
    const { member } = await present(parts, request)
    const { room, since } = checked(streamQuery, request.query)
    await roomFor(house, member, room)
    const last = Number(request.get('last-event-id') ?? since)
    const stream = new Stream(parts, request, response, { room, since: Number.isFinite(last) ? last : since })
    streams.add(stream)
    stream.open(() => streams.delete(stream))
  })

  routes.post('/rooms', sameOrigin, express.json({ limit: '4kb' }), async (request, response) => {
    const { member } = await whoPosts(house, request)
    const { name } = bodyOf(roomBody, request)
    response.status(201).json({ room: (await makeRoom(house, member, name)).id })
  })

  return routes
}

function chosen(rooms: readonly SeenRoom[], request: Request): SeenRoom {
  const here = rooms.find(({ room }) => room.id === request.query['room']) ?? rooms[0]
  if (!here) throw new Fault('not_ready', { why: 'there is no room that you may see' })
  return here
}

async function present({ house }: Parts, request: Request): Promise<SignedIn> {
  const who = await whoAsks(house, request)
  if (!who) throw new Fault('unknown_person', { whom: 'the bot for a sign-in link, or an admin' })
  return who
}
