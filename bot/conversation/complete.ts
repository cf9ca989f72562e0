import type { Completes } from '../../core/operation/argument.ts'
import type { Asking } from '../../core/operation/asking.ts'

/** What somebody may mean, of what they may see. */
export type Complete = (
  asking: Asking,
  completes: Completes,
  text: string,
) => Promise<readonly { value: string; label: string }[]>
