import { generateKeyPairSync } from 'node:crypto'
import type { House } from '../house.ts'
import { platformDefaults } from '../platform/defaults.ts'
import type { Acme } from '../ports/equipment.ts'
import type { Reading } from '../ports/store.ts'
import type { Vault } from '../ports/vault.ts'
import { Secret } from '../secret.ts'

const name = 'acme.account'

/** Who gives certificates for this platform; null where nobody was named. */
export async function acmeOf(reading: Reading, vault: Vault): Promise<Acme | null> {
  const [{ acmeDirectory: directory, acmeEmail: email }, row] = await Promise.all([
    platformDefaults(reading),
    reading.setting.one({ name }),
  ])
  if (directory === null || !isAccount(row?.value)) return null
  return { directory, email, accountKey: vault.open(row.value.sealed, name) }
}

/** Our key at whoever gives certificates, made once: by it they know us again. */
export async function makeAcmeAccount(house: House): Promise<void> {
  if (await house.store.reading.setting.one({ name })) return
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = new Secret(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  await house.store.write(async (rows) => {
    if (await rows.setting.one({ name })) return
    await rows.setting.insert({ name, value: { sealed: house.vault.seal(key, name) } })
  })
}

function isAccount(value: unknown): value is { sealed: string } {
  return value !== null && typeof value === 'object' && 'sealed' in value && typeof value.sealed === 'string'
}
