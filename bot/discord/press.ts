import { type Again, asAgain } from '../conversation/again.ts'
import type { Keeping } from './keeping.ts'
import { type AskedPress, asAsked, readId } from './render/ids.ts'

/** What a button means. */
export type Meant =
  | { does: 'ask' | 'form' | 'sure'; press: AskedPress }
  | { does: 'open'; key: string }
  | { does: 'turn'; again: Again; page: number; expanded: boolean }
  | { does: 'share'; again: Again }
  | { does: 'nothing' }

export async function meantBy(keeping: Keeping, id: string): Promise<Meant> {
  const read = readId(id)
  if (!read) return { does: 'nothing' }
  if (read.does === 'open') return { does: 'open', key: read.key }
  if (read.does === 'asked') return asking(read.press)
  const kept = await keeping.kept(read.key)
  if (read.does === 'kept') return asking(asAsked(kept))
  const again = asAgain(kept)
  if (!again) return { does: 'nothing' }
  if (read.does === 'share') return { does: 'share', again }
  return { does: 'turn', again, page: read.does === 'page' ? read.page : 0, expanded: read.does === 'lines' }
}

/** What is asked once more before it is done asks when it is pressed: Discord's buttons cannot. */
function asking(press: AskedPress | null): Meant {
  if (!press) return { does: 'nothing' }
  return { does: press.sure === undefined ? press.does : 'sure', press }
}
