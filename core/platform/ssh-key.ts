import type { House } from '../house.ts'
import type { Reading } from '../ports/store.ts'
import type { Vault } from '../ports/vault.ts'
import type { Secret } from '../secret.ts'

const name = 'ssh.key'

interface StoredKey {
  publicKey: string
  sealed: string
}

/** Our own key pair: the public half goes into authorized_keys, the private one never leaves. */
export async function ownKey(
  reading: Reading,
  vault: Vault,
): Promise<{ publicKey: string; privateKey: Secret } | null> {
  const row = await reading.setting.one({ name })
  if (!isStoredKey(row?.value)) return null
  return { publicKey: row.value.publicKey, privateKey: vault.open(row.value.sealed, name) }
}

export async function makeOwnKey(house: House): Promise<void> {
  if (await house.store.reading.setting.one({ name })) return
  const made = house.hostKeys.generate('pilothouse')
  await house.store.write(async (rows) => {
    if (await rows.setting.one({ name })) return
    const value: StoredKey = { publicKey: made.publicKey, sealed: house.vault.seal(made.privateKey, name) }
    await rows.setting.insert({ name, value })
  })
}

function isStoredKey(value: unknown): value is StoredKey {
  return value !== null && typeof value === 'object' && 'publicKey' in value && 'sealed' in value
}
