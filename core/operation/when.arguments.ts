import { z } from 'zod'
import { argument } from './argument.ts'

/** When something is done, and what may stand in its way: for every operation that changes what an instance runs. */
export function whenArguments() {
  return {
    at: argument(z.string().trim().max(100).optional(), {
      label: 'At',
      help: 'Later: `tomorrow 02:00`, `in 2 hours`, `2026-01-31 22:00 Europe/Berlin`',
    }),
    wait: argument(z.boolean().default(false), { label: 'Wait', help: 'Where it is locked: queue and do not refuse' }),
    emergency: argument(z.string().trim().min(1).max(500).optional(), {
      label: 'Emergency',
      help: 'Why it cannot wait for an approver or the end of a freeze; somebody else signs it afterwards',
    }),
  }
}
