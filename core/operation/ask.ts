import { levelTitles } from '../access/level.ts'
import { neededLevel, platformWide } from '../access/right.ts'
import { whomToAsk } from '../access/whom.ts'
import { masked } from '../audit/masked.rule.ts'
import { type ErrorCode, Fault } from '../error.ts'
import { askedIn } from '../event/audience.rule.ts'
import { type Change, change } from '../event/change.ts'
import { passed } from '../gate/gate.ts'
import type { House } from '../house.ts'
import { createJob } from '../job/create.ts'
import { adminExists } from '../member/first-admin.ts'
import { seenNow } from '../member/seen.ts'
import { factsOf, type Shape } from './argument.ts'
import { type Asking, asking, right, whoName } from './asking.ts'
import { acted, Repeated } from './delivery.ts'
import type { Answer, Operation, Prepared } from './operation.ts'
import type { Plan } from './plan.ts'
import type { Request } from './request.ts'
import { noIds } from './target.ts'

export type Outcome =
  | { kind: 'answer'; answer: Answer }
  | { kind: 'job'; job: { id: string; number: number }; answer: Answer }

/** Not refused yet: the asker is asked for the rest, and the answer to that is recorded. */
const asksBack: ReadonlySet<ErrorCode> = new Set(['missing_arguments', 'unconfirmed'])

/** The one door: every surface asks here, and every refusal leaves from here as a Fault. */
export async function ask(house: House, request: Request): Promise<Outcome> {
  const began = house.clock.now()
  let ending = 'unexpected'
  try {
    const outcome = await asked(house, request)
    ending = outcome.kind
    return outcome
  } catch (error) {
    if (error instanceof Fault) ending = error.code
    if (error instanceof Repeated) ending = 'repeated'
    throw error
  } finally {
    // A name that somebody made up would be a new row of figures for ever.
    const known = house.operations.find(request.operation)?.id ?? 'unknown'
    house.meter?.asked(known, ending, house.clock.now() - began)
  }
}

async function asked(house: House, request: Request): Promise<Outcome> {
  const operation = house.operations.find(request.operation)
  if (!operation) throw new Fault('unknown_operation', { text: request.operation })
  const who = await asking(house, request.who, request.origin, request.asText)
  const seen = seenNow(house, who.asker)
  try {
    return await answered(house, operation, request, who)
  } catch (error) {
    if (error instanceof Fault && operation.kind !== 'read' && who.asker.member && !asksBack.has(error.code))
      await recordRefusal(house, operation, request, who, error)
    throw error
  } finally {
    await seen
  }
}

async function answered(house: House, operation: Operation, request: Request, who: Asking): Promise<Outcome> {
  if (!who.asker.member && operation.least !== 'anyone') {
    const { reading } = house.store
    if (!(await adminExists(reading))) throw new Fault('unclaimed')
    throw new Fault('unknown_person', { whom: await whomToAsk(reading, platformWide) })
  }
  const prepared = await operation.prepare(who, request.arguments, request.asText)
  const decision = right(who, prepared.target.place, operation.least, operation.permission)
  if (!decision.allowed) throw await refusal(house, operation, prepared, decision)
  if (operation.people && request.who.by === 'token') throw new Fault('person_needed')
  const { act } = prepared
  if (act.kind === 'read') return { kind: 'answer', answer: await act.answer() }
  const plan = act.kind === 'change' ? act.plan : await act.plan()
  const verdict = passed(plan, { right: decision })
  if (!verdict.proceed) throw new Fault('needs_approval', { operation: words(operation) })
  confirmOrRefuse(operation, prepared)
  return act.kind === 'change'
    ? changed(house, operation, request, who, prepared, await act.look())
    : started(house, operation, request, who, prepared, plan)
}

async function refusal(
  house: House,
  operation: Operation,
  { target }: Prepared,
  decision: Exclude<ReturnType<typeof right>, { allowed: true }>,
): Promise<Fault> {
  const { place } = target
  // Whoever has no level there still knows of the platform, and of an organization or server that was found for them.
  if (!decision.seen && place.projectId !== null)
    return new Fault('not_found', { what: 'thing', name: target.name, list: 'overview' })
  const needs = decision.seen ? decision.needs : neededLevel(operation.least, place)
  return new Fault('not_allowed', {
    operation: words(operation),
    level: levelTitles[needs],
    has: levelTitles[decision.seen ? decision.has : 'none'],
    whom: await whomToAsk(house.store.reading, target.place),
  })
}

function confirmOrRefuse(operation: Operation, { unconfirmed, target }: Prepared): void {
  if (unconfirmed === null) return
  throw new Fault('unconfirmed', {
    operation: words(operation),
    target: target.name,
    word: unconfirmed,
    field: 'confirm',
  })
}

/** Our own rows: changed, told and recorded in one transaction, answered at once. */
async function changed(
  house: House,
  operation: Operation,
  request: Request,
  who: Asking,
  prepared: Prepared,
  work: (rows: Change) => Promise<Answer>,
): Promise<Outcome> {
  return change(house, async (rows) => {
    const answer = await work({ ...rows, tell: (event) => rows.tell(askedIn(event, request.origin)) })
    const outcome: Outcome = answer.job ? { kind: 'job', job: answer.job, answer } : { kind: 'answer', answer }
    await acted(house, rows, request.delivery, outcome)
    rows.record({ ...entryOf(operation, request, who), ...auditTarget(prepared), outcome: 'done', detail: null })
    return outcome
  })
}

/** What reaches outside the store becomes a job: row, stages, event and audit entry in one transaction. */
async function started(
  house: House,
  operation: Operation,
  request: Request,
  who: Asking,
  prepared: Prepared,
  plan: Plan,
): Promise<Outcome> {
  return change(house, async (rows) => {
    const { job, answer } = await createJob(house, rows, who, prepared.target, plan)
    const outcome: Outcome = { kind: 'job', job: { id: job.id, number: job.number }, answer }
    await acted(house, rows, request.delivery, outcome)
    rows.record({
      ...entryOf(operation, request, who),
      ...auditTarget(prepared),
      outcome: 'asked',
      detail: `#${job.number}`,
    })
    return outcome
  })
}

function recordRefusal(house: House, operation: Operation, request: Request, who: Asking, fault: Fault): Promise<void> {
  return change(house, (rows) => {
    rows.record({
      ...entryOf(operation, request, who),
      target: '',
      organizationId: noIds.organizationId,
      projectId: noIds.projectId,
      outcome: 'refused',
      detail: fault.code,
    })
    return Promise.resolve()
  })
}

function entryOf(operation: Operation, request: Request, who: Asking) {
  return {
    memberId: who.asker.member?.id ?? null,
    who: whoName(who.asker),
    operation: operation.id,
    arguments: maskedArguments(operation, request.arguments),
    origin: request.origin,
  }
}

function auditTarget({ target }: Prepared) {
  return { target: target.name, organizationId: target.ids.organizationId, projectId: target.ids.projectId }
}

/** Only arguments that the operation knows are kept, and never a secret. */
function maskedArguments(operation: Operation, raw: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const known = Object.entries(operation.arguments).filter(([name]) => raw[name] !== undefined)
  return Object.fromEntries(known.map(([name, type]) => [name, isHidden(type) ? '•••' : masked(raw[name])]))
}

function isHidden(type: Shape[string]): boolean {
  const { secret, hidden } = factsOf(type)
  return secret === true || hidden === true
}

export function words(operation: Operation): string {
  return operation.id.replaceAll('.', ' ')
}
