import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chance } from '../../adapters/chance.ts'
import { charts } from '../../adapters/chart/chart.ts'
import { clock } from '../../adapters/clock.ts'
import { gitMirrors } from '../../adapters/git/hosts.ts'
import { MemoryQueue } from '../../adapters/queue/memory.ts'
import { sshKeys } from '../../adapters/ssh/keys.ts'
import { keptServers } from '../../adapters/ssh/servers.ts'
import { lockDataDir } from '../../adapters/store/lock.ts'
import { type OpenStore, openStore, type Place } from '../../adapters/store/open.ts'
import { checkMasterKey } from '../../adapters/vault/check.ts'
import { masterKey } from '../../adapters/vault/key.ts'
import { openVault } from '../../adapters/vault/vault.ts'
import { Bell } from '../../core/event/bell.ts'
import type { House } from '../../core/house.ts'
import { allOperations } from '../../core/operations.ts'
import { seed } from '../../core/platform/seed.ts'
import type { Log } from '../../core/ports/log.ts'
import type { Vault } from '../../core/ports/vault.ts'
import type { Settings } from '../../core/settings/settings.ts'

export interface OpenHouse {
  house: House
  store: OpenStore
}

/** The folder is made if it is not there, and ours alone where the database is in it. */
export async function takeDataDir({ data }: Settings): Promise<() => Promise<void>> {
  await mkdir(data.folder, { recursive: true, mode: 0o700 })
  if (data.databaseUrl) return () => Promise.resolve()
  const lock = await lockDataDir(data.folder)
  return () => lock.release()
}

export function placeOf({ data }: Settings): Place {
  return data.databaseUrl
    ? { postgresUrl: data.databaseUrl.reveal() }
    : { sqliteFile: join(data.folder, 'pilothouse.sqlite') }
}

/** Joins core to the world outside: store, key, clock, queue, SSH. */
export async function openHouse(settings: Settings, log: Log): Promise<OpenHouse> {
  const vault = openVault(await masterKey(settings.data.folder, settings.data.masterKey?.reveal()))
  const store = await openStore(placeOf(settings))
  try {
    return await furnished(settings, log, vault, store)
  } catch (error) {
    await store.close()
    throw error
  }
}

async function furnished(settings: Settings, log: Log, vault: Vault, store: OpenStore): Promise<OpenHouse> {
  await checkMasterKey(vault, store)
  const house: House = {
    store,
    clock,
    chance: chance(clock),
    vault,
    queue: new MemoryQueue(),
    hostKeys: sshKeys,
    servers: keptServers(),
    git: gitMirrors(settings.data.folder),
    resolvers: settings.dnsServers ?? [],
    charts,
    log,
    bell: new Bell(),
    operations: allOperations(),
    practiceSpeed: settings.practice.speed,
    pageUrl: settings.web.publicUrl,
    command: settings.slack.command,
  }
  await seed(house, settings.first)
  return { house, store }
}
