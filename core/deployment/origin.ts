import { repositoryLogins } from '../git/logins.ts'
import type { House } from '../house.ts'
import type { Container, Image } from '../ports/containers.ts'
import type { DatabaseState, Room } from '../ports/databases.ts'
import type { Git } from '../ports/git.ts'
import { practiceGit } from '../practice/git.ts'
import { practiceHas, practiceImage, practiceStanding, sharedAddons } from '../practice/origin.ts'
import type { Wanted } from '../repository/sources.rule.ts'
import { addressOf } from '../server/address.ts'
import { isPractice } from '../server/practice.rule.ts'
import { reached } from '../server/reach.ts'
import type { Server } from '../server/server.ts'
import { bouncerName, databaseName } from './names.rule.ts'

/** Where a plan learns what it pins. */
export interface Origin {
  git: Git
  /** What a name and tag are at this moment. */
  image(reference: string): Promise<Image>
  /** PostgreSQL of an instance as it stands, and what its database says. */
  standing(instanceId: string): Promise<Standing>
  /** What an update of it has room for; null where nobody can say. */
  room(instanceId: string): Promise<Room | null>
  /** Whether this dump of its database is on the server, whole. */
  dumped(instanceId: string, file: string): Promise<boolean>
  /** Repositories that everybody has there, the lowest first. */
  shared(): readonly Wanted[]
}

export type StandingContainer = Pick<Container, 'state' | 'labels'>

export interface Standing {
  database: StandingContainer | null
  pool: StandingContainer | null
  /** What it has installed; null where nobody can look, or nothing is in it. */
  state: DatabaseState | null
}

/** So long a plan waits for a server that does not answer. */
const lookMs = 60_000

export async function originFor(house: House, server: Server): Promise<Origin> {
  const { reading } = house.store
  if (isPractice(server)) {
    return {
      git: practiceGit(reading, server.id),
      image: practiceImage,
      standing: (instanceId) => practiceStanding(reading, server.id, instanceId),
      room: () => Promise.resolve(null),
      dumped: (_instanceId, file) => practiceHas(reading, server.id, file),
      shared: () => sharedAddons,
    }
  }
  // A server that nobody may connect to yet is said at once, before anything is fetched for it.
  await addressOf(reading, house.vault, server)
  // Nobody waits for the server who asks for commits alone.
  const host = () => reached(house, server, { signal: AbortSignal.timeout(lookMs), pulse: () => undefined })
  async function databaseOf(instanceId: string) {
    const { containers, databases, files } = await host()
    const container = databaseName(instanceId)
    const found = await containers.find(container)
    const state = found?.state
    // It ends whenever it begins: nobody can say what an update would have to do.
    const ended = state === 'restarting' ? await databases.ended(container) : null
    if (ended) throw ended
    return { containers, databases, files, found, database: state === 'running' ? container : null }
  }
  return {
    git: house.git.as(await repositoryLogins(reading, house.vault, server.organizationId)),
    image: async (reference) => (await host()).images.resolve(reference),
    async standing(instanceId) {
      const { containers, databases, database, found } = await databaseOf(instanceId)
      const [pool, state] = await Promise.all([
        found && containers.find(bouncerName(instanceId)),
        // It is called like the instance.
        database === null ? null : databases.look(database, instanceId),
      ])
      return { database: found, pool, state: state?.initialised ? state : null }
    },
    async room(instanceId) {
      const { databases, database } = await databaseOf(instanceId)
      return database === null ? null : databases.room(database, instanceId)
    },
    async dumped(instanceId, file) {
      const { databases, files, database } = await databaseOf(instanceId)
      // PostgreSQL wrote it, and nobody else may look into its folder.
      return database === null ? (await files.print(file)) !== null : databases.dumped(database, file)
    },
    shared: () => [],
  }
}
