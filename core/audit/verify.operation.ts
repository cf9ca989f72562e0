import { operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import type { Broken } from './chain.ts'
import { verify } from './verify.ts'

export const auditVerify = operation({
  id: 'audit.verify',
  summary: 'Check that nobody changed, removed or slipped in an audit entry',
  examples: ['audit verify'],
  arguments: {},
  aim: onPlatform,
  least: 'maintainer',
  async answer({ reading, house }) {
    const { entries, broken } = await verify(reading, house.vault)
    return {
      card: broken
        ? {
            title: 'The audit is broken',
            tone: 'bad' as const,
            state: broken.how.replace('_', ' '),
            lines: [
              { tone: 'bad' as const, text: sentences[broken.how](broken.position) },
              { text: 'Somebody wrote into the database past me. Compare with a backup, and see who could.' },
            ],
            view: 'audit verify',
            words: ['audit', 'verify', 'broken'],
          }
        : {
            title: 'The audit is whole',
            tone: 'good' as const,
            state: `${entries} entries`,
            lines: [
              { tone: 'good' as const, text: 'Each entry signs the one before, and the last is the one I keep.' },
            ],
            view: 'audit verify',
            words: ['audit', 'verify', 'whole'],
          },
      data: { whole: broken === null, entries, broken },
    }
  },
})

const sentences: Record<Broken['how'], (position: number) => string> = {
  changed: (position) => `Entry ${position} was changed.`,
  removed: (position) => `Entry ${position} was removed.`,
  inserted: (position) => `Entry ${position} was slipped in: I did not write it.`,
  tail_cut: (position) => `The entries from ${position} on are gone, or the last one is not the one I wrote.`,
}
