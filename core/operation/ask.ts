import { levelTitles } from '../access/level.ts'
import { neededLevel, platformWide } from '../access/right.ts'
import { whomToAsk } from '../access/whom.ts'
import { type ErrorCode, Fault } from '../error.ts'
import { askedIn } from '../event/audience.rule.ts'
import { type Change, change } from '../event/change.ts'
import { type Opened, openJob } from '../gate/open.ts'
import { isHeld, type Passage, passageOf } from '../gate/passage.ts'
import { confirmTime } from '../gate/wishes.ts'
import type { House } from '../house.ts'
import { adminExists } from '../member/first-admin.ts'
import { seenNow } from '../member/seen.ts'
import { withAsked } from './asked.ts'
import { type Asking, asking, right, whoName } from './asking.ts'
import { auditedArguments } from './audited.ts'
import { acted, Repeated } from './delivery.ts'
import type { Answer, Operation, Prepared } from './operation.ts'
import { type Plan, type PlanShown, shownOf } from './plan.ts'
import type { Request } from './request.ts'
import { noIds } from './target.ts'

export type Outcome =
  | { kind: 'answer'; answer: Answer }
  | { kind: 'job'; job: { id: string; number: number }; answer: Answer }
  /** The job is there, and waits until somebody else says yes. */
  | { kind: 'approval'; approval: { id: string }; job: { id: string; number: number }; plan: PlanShown; answer: Answer }

/** Not refused yet: the asker is asked for the rest, and the answer to that is recorded. */
const asksBack: ReadonlySet<ErrorCode> = new Set(['missing_arguments', 'unconfirmed', 'unconfirmed_time'])

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
  const passage = await passageOf(who, operation, prepared, plan, decision)
  confirmOrRefuse(operation, prepared)
  confirmTime(operation, prepared, passage.wished)
  return act.kind === 'change' && !isHeld(passage.judgements)
    ? changed(house, operation, request, who, prepared, await act.look())
    : started(house, operation, request, who, prepared, { plan: withAsked(house, plan, request.arguments), passage })
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
    const outcome = await outcomeOf(rows, answer)
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
  { plan, passage }: { plan: Plan; passage: Passage },
): Promise<Outcome> {
  return change(house, async (rows) => {
    const opened = await openJob(house, rows, who, prepared.target, plan, passage)
    const { job } = opened
    const outcome = openedOutcome(opened)
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

/** A change may have made a job, and that one may wait for somebody. */
async function outcomeOf(rows: Change, answer: Answer): Promise<Outcome> {
  if (!answer.job) return { kind: 'answer', answer }
  if (!answer.approval) return { kind: 'job', job: answer.job, answer }
  const job = await rows.job.one({ id: answer.job.id })
  if (!job) throw new Error(`job ${answer.job.number} is not there`)
  return { kind: 'approval', approval: answer.approval, job: answer.job, plan: shownOf(job.plan), answer }
}

function openedOutcome({ job: { id, number, plan }, answer, approval }: Opened): Outcome {
  const job = { id, number }
  return approval
    ? { kind: 'approval', approval: { id: approval.id }, job, plan: shownOf(plan), answer }
    : { kind: 'job', job, answer }
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
    arguments: auditedArguments(operation, request.arguments),
    origin: request.origin,
  }
}

function auditTarget({ target }: Prepared) {
  return { target: target.name, organizationId: target.ids.organizationId, projectId: target.ids.projectId }
}

export function words(operation: Operation): string {
  return operation.id.replaceAll('.', ' ')
}
