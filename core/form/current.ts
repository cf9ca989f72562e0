import { Fault } from '../error.ts'
import type { House } from '../house.ts'
import { asking } from '../operation/asking.ts'
import type { Request } from '../operation/request.ts'

/** What a form begins with beside what was given: the values that stand now, as far as this person may change them. */
export async function withCurrent(
  house: House,
  { who, origin }: Pick<Request, 'who' | 'origin'>,
  operation: string,
  given: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  try {
    const found = house.operations.find(operation)
    return { ...(await found?.current(await asking(house, who, origin, false), given)), ...given }
  } catch (error) {
    // What it is about is not known yet, or not theirs: the form asks, and the answer says so.
    if (error instanceof Fault) return { ...given }
    throw error
  }
}
