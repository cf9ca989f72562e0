import { makeAcmeAccount } from '../certificate/acme.ts'
import type { House } from '../house.ts'
import { bootstrapAdmins } from '../member/first-admin.ts'
import type { Platform } from '../member/member.ts'
import { grantLevel, newMember, systemName } from '../member/person.ts'
import type { Secret } from '../secret.ts'
import { makeOwnKey } from './ssh-key.ts'

/** What every platform has from its first start: one organization, the member `system`, our key pair. */
export async function seed(
  house: House,
  first: { admins: readonly { platform: Platform; user: string }[]; token: Secret | null },
): Promise<void> {
  await house.store.write(async (rows) => {
    if ((await rows.organization.count()) > 0) return
    const now = house.clock.now()
    await rows.organization.insert({
      id: house.chance.id(),
      slug: 'default',
      name: 'Default',
      state: 'active',
      isDefault: true,
      settings: {},
      createdAt: now,
    })
    const system = newMember(house, systemName, { automatic: true })
    await rows.member.insert(system)
    await grantLevel(house, rows, system.id, 'platform', '', 'admin')
  })
  await makeOwnKey(house)
  await makeAcmeAccount(house)
  await bootstrapAdmins(house, first.admins)
  if (first.token) await bootstrapToken(house, first.token)
}

const bootstrapName = 'bootstrap'

/** The token of the environment is the only one that is known by its text; another text replaces it. */
async function bootstrapToken(house: House, text: Secret): Promise<void> {
  const hash = house.vault.hash(text.reveal())
  await house.store.write(async (rows) => {
    if (await rows.token.one({ hash })) return
    const known = await rows.member.one({ name: bootstrapName, automatic: true })
    const member = known ?? newMember(house, bootstrapName, { automatic: true })
    if (!known) await rows.member.insert(member)
    await grantLevel(house, rows, member.id, 'platform', '', 'admin')
    await rows.token.remove({ memberId: member.id, name: bootstrapName })
    await rows.token.insert({
      id: house.chance.id(),
      memberId: member.id,
      name: bootstrapName,
      hash,
      refreshHash: null,
      level: 'admin',
      projectId: null,
      expiresAt: null,
      lastUsedAt: null,
      revokedAt: null,
      createdAt: house.clock.now(),
    })
  })
}
