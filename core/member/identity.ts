import type { Reading } from '../ports/store.ts'
import { anyTeam, type Identity, type Platform } from './member.ts'

/** The account as we know it; one that the environment names stands for that user in any team. */
export async function identityOf(
  reading: Pick<Reading, 'identity'>,
  { platform, team, user }: { platform: Platform; team: string; user: string },
): Promise<Identity | null> {
  const found = await reading.identity.find({ platform, team: { in: [team, anyTeam] }, user })
  return found.find((one) => one.team === team) ?? found[0] ?? null
}
