import type { Store } from '../../core/ports/store.ts'
import { AlreadyThere } from '../../core/ports/store.ts'
import type { Vault } from '../../core/ports/vault.ts'
import { Secret } from '../../core/secret.ts'
import { SealBroken } from './vault.ts'

/** The store was sealed under another master key. Going on would write what the right key cannot open. */
export class WrongMasterKey extends Error {
  override name = 'WrongMasterKey'
  readonly exitCode = 78

  constructor() {
    super(
      'the store was sealed under another master key. Set MASTER_KEY, or put master.key back into DATA_DIR, as it was at the first start: without it the secrets in the store cannot be read.',
    )
  }
}

const setting = 'vault.check'
const words = 'pilothouse'

/** A known text, sealed: whoever opens it has the right key. */
export function checkValue(vault: Vault): string {
  return vault.seal(new Secret(words), setting)
}

export function recognise(vault: Vault, value: unknown): void {
  try {
    if (typeof value === 'string' && vault.open(value, setting).reveal() === words) return
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error
  }
  throw new WrongMasterKey()
}

/** Asked at every start. The first start leaves the value for all later ones. */
export async function checkMasterKey(vault: Vault, store: Store): Promise<void> {
  const kept = await store.reading.setting.one({ name: setting })
  if (kept) return recognise(vault, kept.value)
  try {
    await store.write((rows) => rows.setting.insert({ name: setting, value: checkValue(vault) }))
  } catch (error) {
    // Another process began at the same moment: its key counts.
    if (!(error instanceof AlreadyThere)) throw error
    recognise(vault, (await store.reading.setting.one({ name: setting }))?.value)
  }
}
