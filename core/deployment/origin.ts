import { Fault } from '../error.ts'
import type { Image } from '../ports/containers.ts'
import type { ModuleHashes } from '../ports/databases.ts'
import type { Git } from '../ports/git.ts'
import type { Reading } from '../ports/store.ts'
import { practiceGit } from '../practice/git.ts'
import { practiceHas, practiceImage, practiceInstalled, sharedAddons } from '../practice/origin.ts'
import { isPractice } from '../server/practice.rule.ts'
import type { Server } from '../server/server.ts'
import type { RepositoryLevel } from './release.ts'

/** Where a plan learns what it pins. */
export interface Origin {
  git: Git
  /** What a name and tag are at this moment. */
  image(reference: string): Promise<Image>
  /** What the running database says of its modules; null where there is none. */
  installed(instanceId: string): Promise<ModuleHashes | null>
  /** Whether this file is on the server. */
  has(path: string): Promise<boolean>
  /** Repositories beside the project's own, the lowest first. */
  shared(): { level: RepositoryLevel; name: string; url: string }[]
}

export function originFor(reading: Reading, server: Server): Origin {
  if (!isPractice(server)) throw new Fault('not_built', { what: 'Deploying to a real server' })
  return {
    git: practiceGit(reading, server.id),
    image: practiceImage,
    installed: (instanceId) => practiceInstalled(reading, server.id, instanceId),
    has: (path) => practiceHas(reading, server.id, path),
    shared: () => [...sharedAddons],
  }
}
