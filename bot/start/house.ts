import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chance } from '../../adapters/chance.ts'
import { clock } from '../../adapters/clock.ts'
import { MemoryQueue } from '../../adapters/queue/memory.ts'
import { sshKeys } from '../../adapters/ssh/keys.ts'
import { lockDataDir } from '../../adapters/store/lock.ts'
import { type OpenStore, openStore } from '../../adapters/store/open.ts'
import { checkMasterKey } from '../../adapters/vault/check.ts'
import { masterKey } from '../../adapters/vault/key.ts'
import { openVault } from '../../adapters/vault/vault.ts'
import { Bell } from '../../core/event/bell.ts'
import type { House } from '../../core/house.ts'
import { allOperations } from '../../core/operations.ts'
import { seed } from '../../core/platform/seed.ts'
import type { Log } from '../../core/ports/log.ts'
import type { Settings } from '../../core/settings/settings.ts'

export interface OpenHouse {
  house: House
  store: OpenStore
  close(): Promise<void>
}

/** Joins core to the world outside: store, key, clock, queue, SSH. */
export async function openHouse(settings: Settings, log: Log): Promise<OpenHouse> {
  const { folder, databaseUrl } = settings.data
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const lock = databaseUrl ? null : await lockDataDir(folder)
  const vault = openVault(await masterKey(folder, settings.data.masterKey?.reveal()))
  const store = await openStore(
    databaseUrl ? { postgresUrl: databaseUrl.reveal() } : { sqliteFile: join(folder, 'pilothouse.sqlite') },
  )
  await checkMasterKey(vault, store)
  const house: House = {
    store,
    clock,
    chance: chance(clock),
    vault,
    queue: new MemoryQueue(),
    hostKeys: sshKeys,
    log,
    bell: new Bell(),
    operations: allOperations(),
    pageUrl: settings.web.publicUrl,
    command: settings.slack.command,
  }
  await seed(house, settings.first)
  return {
    house,
    store,
    async close() {
      await store.close()
      await lock?.release()
    },
  }
}
