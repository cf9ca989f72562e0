import { z } from 'zod'
import { argument, type Shape } from './argument.ts'

/** When something is done, and what may stand in its way, as it was asked for. */
export interface When {
  at: string | null
  wait: boolean
  emergency: string | null
  /** Lifts what a job left locked. */
  unlock: boolean
}

export const noWhen: When = { at: null, wait: false, emergency: null, unlock: false }

const told = new WeakSet<object>()

const texts = { at: z.string().trim().max(100).optional(), emergency: z.string().trim().min(1).max(500).optional() }
const yes = z.boolean().default(false)
const asked = z.object({ ...texts, wait: yes, unlock: yes })

/** When something is done, and what may stand in its way: for every operation that changes what an instance runs. */
export function whenArguments() {
  const shape = {
    at: argument(texts.at.clone(), {
      label: 'At',
      help: 'Later: `tomorrow 02:00`, `in 2 hours`, `2026-01-31 22:00 Europe/Berlin`',
    }),
    wait: argument(yes.clone(), { label: 'Wait', help: 'Where it is locked: queue and do not refuse' }),
    emergency: argument(texts.emergency.clone(), {
      label: 'Emergency',
      help: 'Why it cannot wait for an approver or the end of a freeze; somebody else signs it afterwards',
    }),
    confirm: argument(z.string().trim().max(200).optional(), {
      label: 'Confirm',
      help: '`yes`, once you have read when it will run',
    }),
  }
  told.add(shape.at)
  return shape
}

/** What was asked for beside the thing itself, where the operation takes that. */
export function whenOf(shape: Shape, raw: Readonly<Record<string, unknown>>): When {
  if (!shape['at'] || !told.has(shape['at'])) return noWhen
  const given = Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined && value !== ''))
  const read = asked.parse(given)
  return { at: read.at ?? null, wait: read.wait, emergency: read.emergency ?? null, unlock: read.unlock }
}
