import express, { Router } from 'express'
import { Fault } from '../../core/error.ts'
import { withCurrent } from '../../core/form/current.ts'
import { formOf } from '../../core/form/from.ts'
import type { Member } from '../../core/member/member.ts'
import type { Operation } from '../../core/operation/operation.ts'
import { answersOf } from '../conversation/filling.ts'
import { actBody, bodyOf, formBody, sayBody, shareBody } from './body.ts'
import type { Parts } from './console.ts'
import { opened, refused, turned } from './forms.ts'
import { sameOrigin, whoPosts } from './guard.ts'
import { originOf, roomFor, whoIs } from './rooms.ts'
import type { Answered } from './talk.ts'
import { View } from './view.ts'

/** What is said: typed lines, buttons, forms, sharing. */
export function talkRoutes(parts: Parts): Router {
  const { house, talk, messages } = parts
  const routes = Router()
  routes.use(sameOrigin, express.json({ limit: '256kb' }))

  routes.post('/say', async (request, response) => {
    const { member } = await whoPosts(house, request)
    const { room, key, reads, ...said } = bodyOf(sayBody, request)
    const text = withoutCommand(house.command, said.text)
    if (reads && !onlyReads(parts, text)) return void response.json({ draft: text })
    response.json(
      await drawn(
        parts,
        member,
        room,
        await talk.hear(member, room, said.about === undefined ? { text } : { text, about: said.about }, key),
      ),
    )
  })

  routes.post('/act', async (request, response) => {
    const { member } = await whoPosts(house, request)
    const { room, key, operation, known, values } = bodyOf(actBody, request)
    const found = operationNamed(parts, operation)
    const given = values === null ? {} : answersOf(found, known, values)
    const asked = { operation, arguments: { ...known, ...given }, form: values !== null }
    const result = await talk.hear(member, room, asked, key)
    if (values !== null && result.fault && result.messages.length === 0)
      return void response.json({ form: refused(found, known, values, result.fault) })
    response.json(await drawn(parts, member, room, result))
  })

  routes.post('/form', async (request, response) => {
    const { member } = await whoPosts(house, request)
    const { operation, ...turn } = bodyOf(formBody, request)
    const found = operationNamed(parts, operation)
    // Before its first page there is none: it opens with what stands now.
    if (turn.page >= 0) return void response.json({ form: turned(found, turn) })
    const from = { who: whoIs(member), origin: originOf(house, null) }
    response.json({ form: opened(formOf(found, await withCurrent(house, from, operation, turn.known))) })
  })

  routes.post('/share', async (request, response) => {
    const { member } = await whoPosts(house, request)
    await messages.share(member, bodyOf(shareBody, request).message)
    response.status(204).end()
  })

  return routes
}

/** Copied from Slack, a line begins with the command. */
function withoutCommand(command: string, text: string): string {
  return text.startsWith(`${command} `) ? text.slice(command.length + 1) : text
}

/** A link asks, and a link may come from anybody: what changes something waits in the input for its person. */
function onlyReads({ house, grammar }: Parts, text: string): boolean {
  try {
    const read = grammar.read(text)
    return 'understood' in read && house.operations.find(read.understood.operation)?.kind === 'read'
  } catch (error) {
    if (error instanceof Fault) return false
    throw error
  }
}

async function drawn({ house }: Parts, member: Member, room: string, result: Answered) {
  const { shared } = await roomFor(house, member, room)
  const view = new View(house, member, shared)
  const messages = (await view.draw(result.messages)).map(({ id, html }) => ({ id, html: html.toString() }))
  return {
    messages,
    once: result.once ? view.once(result.once) : null,
    form: result.form ? formFor(house.operations.find(result.form.operation), result) : null,
  }
}

/** Where the fault names a field that is more than missing, the form says so at once. */
function formFor(operation: Operation | undefined, { form, fault }: Answered) {
  if (!form || !operation) return null
  return fault && fault.code !== 'missing_arguments' ? refused(operation, form.known, {}, fault) : opened(form)
}

function operationNamed({ house }: Parts, id: string): Operation {
  const operation = house.operations.find(id)
  if (!operation) throw new Fault('unknown_operation', { text: id })
  return operation
}
