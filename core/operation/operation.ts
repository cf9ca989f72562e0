import { z } from 'zod'
import type { Least } from '../access/level.ts'
import type { Card } from '../card/card.ts'
import type { Change } from '../event/change.ts'
import type { House } from '../house.ts'
import type { Job, JobFailure } from '../job/job.ts'
import type { Reading } from '../ports/store.ts'
import { withBound } from '../reference/bound.ts'
import { type ArgumentFacts, argument, factsOf, type Shape } from './argument.ts'
import { type Asking, right } from './asking.ts'
import type { Effect, Outlook, Plan } from './plan.ts'
import type { Aim, Target } from './target.ts'
import { validated } from './validate.ts'
import { type When, whenOf } from './when.arguments.ts'

/** What an operation answers: `data` is a contract, `card` is not. */
export interface Answer {
  card: Card
  data: unknown
  /** Holds a secret: shown to the asker alone, kept nowhere. */
  onlyAsker?: true
  /** A job that the change made beside its own rows: whoever asked follows it. */
  job?: { id: string; number: number }
  /** What that job waits for, where somebody else has to say yes. */
  approval?: { id: string }
}

/** Nothing, a press on a button, or a word that has to be typed (null where this case needs none). */
export type Confirm<Values, Row> = 'none' | 'button' | { type: (values: Values, target: Target<Row>) => string | null }

interface Declared<Arguments extends Shape, Row> {
  id: string
  summary: string
  examples: readonly [string, ...string[]]
  arguments: Arguments
  aim: Aim<z.output<z.ZodObject<Arguments>>, Row>
  least: Least
  /** The named permission; the id unless a reference names it otherwise. */
  permission?: string
  /** Texts that mean the same: `deploy` for `instance deploy`. */
  aliases?: readonly string[]
  /** What the form says above its fields. */
  intro?: string
  /** What stands now, by the names of the arguments: a form of a change begins with it. Never a secret. */
  current?(asking: Asking, target: Target<Row>): Promise<Readonly<Record<string, unknown>>>
}

interface Reads<Values, Row> {
  answer(asking: Asking, values: Values, target: Target<Row>): Promise<Answer>
}

interface Changes<Values, Row, Seen> {
  effects: readonly [Effect, ...Effect[]]
  confirm?: Confirm<Values, Row>
  /** People alone, never a token. */
  people?: true
  /** A look at the world outside, before the transaction: nothing is awaited from the network inside of it. */
  look?(asking: Asking, values: Values, target: Target<Row>): Promise<Seen>
  change(
    rows: Change,
    asking: Asking,
    values: Values,
    target: Target<Row>,
    seen: NoInfer<Seen> | undefined,
  ): Promise<Answer>
}

/** What a job would do, apart from what its operation says already. */
export interface Draft {
  lines: string[]
  pipeline: string
  input: unknown
  holds: string[]
  outlook?: Outlook
  basis?: string
  /** Where this plan touches less or more than the operation says of all of them. */
  effects?: Effect[]
  commit?: string
  undoes?: true
}

interface Works<Values, Row> {
  effects: readonly [Effect, ...Effect[]]
  confirm?: Confirm<Values, Row>
  people?: true
  plan(asking: Asking, values: Values, target: Target<Row>): Promise<Draft>
  /** What stands beside the job, written in the transaction that makes it. */
  begun?: Begun
  /** When it is begun for the first time, in the transaction that claims it. */
  started?: Begun
  /** When it was planned anew at its turn: what stands beside it follows. */
  replanned?: Begun
  /** What the job brought back, written in the transaction that ends it. */
  settle?: Settle
  /** Likewise where it failed or was cancelled. */
  failed?: Failed
  /** The print of what it was planned upon, as it stands now: another one voids what was approved. */
  basis?: Basis
  /** How many commits its branch has moved on since it was planned: a notice, and not more. Outside of transactions. */
  ahead?: Ahead
}

export type Basis = (reading: Reading, job: Job) => Promise<string | null>
export type Ahead = (house: House, job: Job) => Promise<number>
export type Begun = (rows: Change, job: Job) => Promise<void>
export type Failed = (rows: Change, job: Job, failure: JobFailure) => Promise<void>
export type Settle = (rows: Change, job: Job, result: unknown) => Promise<void>

export type Act =
  | { kind: 'read'; answer(): Promise<Answer> }
  | { kind: 'change'; plan: Plan; look(): Promise<(rows: Change) => Promise<Answer>> }
  | { kind: 'work'; plan(): Promise<Plan> }

/** A request whose arguments are valid and whose target was found. */
export interface Prepared {
  target: Target<unknown>
  /** The word that is still to be typed; null where nothing needs confirming any more. */
  unconfirmed: string | null
  /** Said yes to what was shown. */
  confirmed: boolean
  when: When
  act: Act
}

const confirmArgument = argument(z.string().max(200).optional(), {
  label: 'Confirm',
  help: 'Type the word that is asked for: this cannot be undone',
})

/** One declaration, from which every surface derives. */
export interface Operation {
  id: string
  summary: string
  examples: readonly string[]
  arguments: Shape
  schema: z.ZodObject
  least: Least
  permission: string
  aliases: readonly string[]
  intro: string | null
  kind: 'read' | 'change' | 'work'
  effects: readonly Effect[]
  confirm: 'none' | 'button' | 'type'
  people: boolean
  begun: Begun | null
  started: Begun | null
  replanned: Begun | null
  settle: Settle | null
  failed: Failed | null
  basis: Basis | null
  ahead: Ahead | null
  /** Empty for whoever may not change it. */
  current(asking: Asking, given: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>
  prepare(asking: Asking, raw: Readonly<Record<string, unknown>>, asText: boolean): Promise<Prepared>
}

export function operation<Arguments extends Shape, Row, Seen = undefined>(
  declared: Declared<Arguments, Row> &
    (
      | Reads<z.output<z.ZodObject<Arguments>>, Row>
      | Changes<z.output<z.ZodObject<Arguments>>, Row, Seen>
      | Works<z.output<z.ZodObject<Arguments>>, Row>
    ),
): Operation {
  type Values = z.output<z.ZodObject<Arguments>>
  const kind = 'answer' in declared ? 'read' : 'change' in declared ? 'change' : 'work'
  const confirm: Confirm<Values, Row> = 'answer' in declared ? 'none' : (declared.confirm ?? 'none')
  const effects = 'answer' in declared ? [] : [...declared.effects]
  const shape: Shape = confirm === 'none' ? declared.arguments : { ...declared.arguments, confirm: confirmArgument }
  const schema = z.strictObject(declared.arguments)

  function planOf(target: Target<Row>, draft: Partial<Draft>): Plan {
    return {
      operation: declared.id,
      target: target.name,
      effects: draft.effects ?? effects,
      environmentKind: target.place.environmentKind,
      lines: draft.lines ?? [],
      pipeline: draft.pipeline ?? null,
      input: draft.input ?? null,
      holds: draft.holds ?? [],
      outlook: draft.outlook ?? null,
      basis: draft.basis ?? null,
      ...(draft.commit === undefined ? {} : { commit: draft.commit }),
      ...(draft.undoes ? { undoes: true } : {}),
    }
  }

  function actOf(asking: Asking, values: Values, target: Target<Row>): Act {
    if ('answer' in declared) return { kind: 'read', answer: () => declared.answer(asking, values, target) }
    if ('change' in declared) {
      return {
        kind: 'change',
        plan: planOf(target, {}),
        look: async () => {
          const seen = await declared.look?.(asking, values, target)
          return (rows) => declared.change(rows, asking, values, target, seen)
        },
      }
    }
    return { kind: 'work', plan: async () => planOf(target, await declared.plan(asking, values, target)) }
  }

  return {
    id: declared.id,
    summary: declared.summary,
    examples: declared.examples,
    arguments: shape,
    schema: z.strictObject(shape),
    least: declared.least,
    permission: declared.permission ?? declared.id,
    aliases: declared.aliases ?? [],
    intro: declared.intro ?? null,
    kind,
    effects,
    confirm: typeof confirm === 'object' ? 'type' : confirm,
    people: !('answer' in declared) && declared.people === true,
    begun: 'plan' in declared ? (declared.begun ?? null) : null,
    started: 'plan' in declared ? (declared.started ?? null) : null,
    replanned: 'plan' in declared ? (declared.replanned ?? null) : null,
    settle: 'plan' in declared ? (declared.settle ?? null) : null,
    failed: 'plan' in declared ? (declared.failed ?? null) : null,
    basis: 'plan' in declared ? (declared.basis ?? null) : null,
    ahead: 'plan' in declared ? (declared.ahead ?? null) : null,
    async current(asking, given) {
      if (!declared.current) return {}
      const target = await declared.aim(asking, validated(declared.id, schema, given, false), 'change')
      const { allowed } = right(asking, target.place, declared.least, declared.permission ?? declared.id)
      return allowed ? declared.current(asking, target) : {}
    },
    async prepare(asking, raw, asText) {
      const { confirm: typed, ...rest } = confirm === 'none' ? { ...raw, confirm: undefined } : raw
      // A change names its target itself; whoever only looks may mean what the channel belongs to.
      const given = kind === 'read' ? await withBound(asking, declared.arguments, raw) : confirm === 'none' ? raw : rest
      const values = validated(declared.id, schema, given, asText)
      const target = await declared.aim(asking, values, kind === 'read' ? 'read' : 'change')
      const word = confirm === 'none' ? null : confirm === 'button' ? 'yes' : confirm.type(values, target)
      return {
        target,
        unconfirmed: word !== null && typed !== word ? word : null,
        confirmed: (raw['confirm'] ?? '') !== '',
        when: whenOf(shape, raw),
        act: actOf(asking, values, target),
      }
    },
  }
}

/** Each argument with what a person needs to know of it, in the order of declaration. */
export function argumentsOf(
  operation: Operation,
): { name: string; type: z.ZodType; facts: ArgumentFacts; required: boolean }[] {
  return Object.entries(operation.arguments).map(([name, type]) => ({
    name,
    type,
    facts: factsOf(type),
    required: !type.safeParse(undefined).success,
  }))
}
