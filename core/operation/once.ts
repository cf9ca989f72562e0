import { Fault } from '../error.ts'
import { AlreadyThere } from '../ports/store.ts'

/** The store alone knows whether a name is taken at this moment: asking before would be too early. */
export async function insertOnce(what: string, field: string, insert: () => Promise<void>): Promise<void> {
  try {
    await insert()
  } catch (error) {
    if (error instanceof AlreadyThere) throw new Fault('already_there', { what, field })
    throw error
  }
}
