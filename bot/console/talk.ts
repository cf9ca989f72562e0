import { z } from 'zod'
import type { Card } from '../../core/card/card.ts'
import type { RoomMessage } from '../../core/channel/channel.ts'
import type { Fault } from '../../core/error.ts'
import type { Form } from '../../core/form/form.ts'
import type { House } from '../../core/house.ts'
import type { Member } from '../../core/member/member.ts'
import { answered, keep } from '../../core/operation/delivery.ts'
import { ofThisJob } from '../conversation/of-this-job.rule.ts'
import { type Reply, replyTo, replyToText, type Sender } from '../conversation/reply.ts'
import type { Grammar } from '../grammar/read.ts'
import { holdsSecret, lineOf, open, typedLine } from './line.ts'
import type { Messages } from './messages.ts'
import { originOf, roomFor, type SeenRoom, whoIs } from './rooms.ts'

const asked = z.union([
  z.strictObject({ text: z.string(), about: z.string().optional() }),
  z.strictObject({ operation: z.string(), arguments: z.record(z.string(), z.unknown()), form: z.boolean() }),
])

/** What somebody said, as it is kept until it is answered. The ids are made before: said twice, it stands there once. */
export const saidSchema = z.strictObject({
  memberId: z.string(),
  room: z.string(),
  question: z.string(),
  answer: z.string(),
  asked,
})
export type Said = z.output<typeof saidSchema>
export type Asked = z.output<typeof asked>

export interface Answered {
  messages: RoomMessage[]
  /** Holds a secret: shown now, kept nowhere. */
  once: Card | null
  /** Something is missing: asked for in place. */
  form: Form | null
  /** What the form says is wrong. */
  fault: Fault | null
}

const nothing: Answered = { messages: [], once: null, form: null, fault: null }

/** What is said in a room and what is answered there. */
export class Talk {
  readonly #house: House
  readonly #grammar: Grammar
  readonly #messages: Messages

  constructor(house: House, grammar: Grammar, messages: Messages) {
    this.#house = house
    this.#grammar = grammar
    this.#messages = messages
  }

  /** The browser makes a key for each thing that it sends: sent again, it is done once. */
  async hear(member: Member, room: string, asked: Asked, key: string): Promise<Answered> {
    const { chance } = this.#house
    const said: Said = { memberId: member.id, room, question: chance.id(), answer: chance.id(), asked }
    const kept = `console:${member.id}:${key}`
    await roomFor(this.#house, member, room)
    if (!(await keep(this.#house, kept, 'console', said))) return nothing
    return this.act(kept, member, said)
  }

  async act(key: string, member: Member, said: Said): Promise<Answered> {
    const seen = await roomFor(this.#house, member, said.room)
    const { line, hides, reply } = await this.#reply(key, member, said)
    const result = await this.#answer(seen, member, said, line, hides, reply)
    await answered(this.#house, key)
    return result
  }

  async #reply(key: string, member: Member, said: Said): Promise<{ line: string; hides: boolean; reply: Reply }> {
    const { operations } = this.#house
    const { asked } = said
    if (!('text' in asked)) {
      const line = typedLine(operations, asked)
      return {
        line,
        hides: holdsSecret(operations, asked),
        reply: await replyTo(this.#house, asked, this.#sender(key, member, said, line), false),
      }
    }
    const text = await this.#meant(asked)
    const { text: line, hides } = lineOf(operations, this.#grammar, text)
    const sender = this.#sender(key, member, said, line)
    return { line, hides, reply: await replyToText(this.#house, this.#grammar, text, sender) }
  }

  /** Said about the message of a job, its verbs are about that job. */
  async #meant({ text, about }: { text: string; about?: string | undefined }): Promise<string> {
    if (about === undefined) return text
    const { operations, store } = this.#house
    const post = await store.reading.post.one({ platform: 'console', message: about })
    const job = post && (await store.reading.job.one({ id: post.jobId }))
    return job ? ofThisJob(text, job.number, (id) => operations.find(id) !== undefined) : text
  }

  #sender(key: string, member: Member, { room, question, answer }: Said, line: string): Sender {
    return {
      who: whoIs(member),
      origin: originOf(this.#house, room, question),
      delivery: { key, reply: { memberId: member.id, room, question, answer, line } },
    }
  }

  async #answer(
    seen: SeenRoom,
    member: Member,
    said: Said,
    line: string,
    hides: boolean,
    reply: Reply,
  ): Promise<Answered> {
    if (reply.kind === 'nothing') return nothing
    const viaForm = 'form' in said.asked && said.asked.form
    // The form stays where it is and says what is wrong at its field: nothing was said yet.
    if (viaForm && reply.fault?.facts['field'] !== undefined) return { ...nothing, fault: reply.fault }
    const isJob = reply.kind === 'card' && reply.outcome !== null && reply.outcome.kind !== 'answer'
    const here = reply.kind === 'card' && reply.outcome !== null && seen.binding?.here === true
    const forAll = seen.shared && reply.kind === 'card' && (reply.speaks || here)
    const onlyFor = forAll ? null : member.id
    const question = await this.#messages.say({
      ...blank(said, onlyFor),
      id: said.question,
      memberId: member.id,
      text: line,
    })
    // A job tells of itself in a message of its own.
    if (isJob) return { ...nothing, messages: [question] }
    // Cards that ask back repeat what was given; an answer says what it may.
    const isAnswer = reply.kind === 'card' && reply.outcome !== null
    const secret = isAnswer ? reply.onlyAsker : hides
    const { fault } = reply
    const form = reply.kind === 'form' ? reply.form : null
    if (secret) return { messages: [question], once: reply.card, form, fault }
    const card = form
      ? withFormButton(reply.card, form, open(this.#house.operations, form.operation, form.known))
      : reply.card
    const answer = await this.#messages.say({ ...blank(said, onlyFor), id: said.answer, thread: said.question, card })
    return { messages: [question, answer], once: null, form, fault }
  }
}

export function blank(said: Pick<Said, 'room'>, onlyFor: string | null): Omit<RoomMessage, 'createdAt' | 'editedAt'> {
  return { id: '', roomId: said.room, onlyFor, memberId: null, thread: null, text: null, card: null }
}

/** Whoever comes back to it later finds the form again. */
function withFormButton(card: Card, { operation }: Form, known: Record<string, unknown>): Card {
  return {
    ...card,
    actions: [
      { label: 'Fill in the form', operation, arguments: known, form: true, style: 'primary' },
      ...(card.actions ?? []),
    ],
  }
}
