import { Fault } from '../error.ts'
import { checkedConf } from '../instance/odoo-conf.rule.ts'
import type { Asking } from '../operation/asking.ts'
import type { ModuleHashes } from '../ports/databases.ts'
import type { Commit, Module, Ref } from '../ports/git.ts'
import { Secret } from '../secret.ts'
import { placeOn } from '../server/place.ts'
import { isPractice } from '../server/practice.rule.ts'
import type { Server } from '../server/server.ts'
import { confCategory } from '../variable/name.rule.ts'
import { databaseChange } from './database-change.rule.ts'
import { freeMemoryMb } from './free-memory.ts'
import { changedOf, goneFrom, hashesAfter, toUpdate, withDependencies } from './modules.rule.ts'
import { codeOf } from './names.rule.ts'
import type { Origin } from './origin.ts'
import { pinnedDatabase, refuseUnseen } from './pinned-database.ts'
import { modulesOf, readSources, sourcesOf } from './pinned-sources.ts'
import type { Ground } from './reading.ts'
import type { Release } from './release.ts'
import { refusalOf, type Shortage, shortageOf } from './room.rule.ts'
import { passwordPurpose } from './secrets.ts'
import { wantsMb, wayOf } from './way.rule.ts'

/** What somebody asked for beside the instance. */
export interface Wanted {
  kind: Release['kind']
  ref: Ref
  /** False: code alone, whatever changed in it. */
  update: boolean
  /** Code and image of an earlier release, and the dump that goes with it where the data is to come back too. */
  back?: { deploymentId: string; release: Release; dump: string | null; because: string | null }
}

export interface Pinned {
  release: Release
  /** What the new code has that the running one has not. */
  commits: Commit[]
  files: string[]
  /** Why it gets there in this way. */
  why: string
  /** What there is no room for on its server, and may begin all the same. */
  shortage: Shortage | null
}

const passwordBytes = 24

/** Says exactly what would run: every commit, every digest, every setting. */
export async function pin(
  asking: Asking,
  ground: Ground,
  server: Server,
  origin: Origin,
  wanted: Wanted,
): Promise<Pinned> {
  const { instance, project, environment, running, defaults } = ground
  refuseConf(instance.settings.odooConf ?? '')
  const place = placeOn(server, defaults)
  const back = wanted.back?.release
  const { size, settings, variables } = back ?? configured(ground)
  const second = wantsMb({ size, settings, variables })
  // The server is asked while git is: where both have something against it, the code is named first.
  const fromServer = Promise.all([
    back?.image ?? origin.image(instance.settings.image ?? ground.version?.image ?? `odoo:${instance.version}`),
    pinnedDatabase(asking.reading, origin, instance.id, { running, defaults, goesBack: back !== undefined }),
    running ? freeMemoryMb(asking.house, server, second) : null,
  ])
  fromServer.catch(() => undefined)
  const unread = back?.sources ?? (await sourcesOf(origin, ground, wanted.ref))
  const own = unread.find(({ level }) => level === 'project')
  if (!own) throw new Error('a release without the code of its project')
  const git = own.commit
  const [[image, { images, standing, found, left }, freeMb], read, difference] = await Promise.all([
    fromServer,
    readSources(origin, unread),
    running ? origin.git.between(project.repository, running.release.git.hash, git.hash) : null,
  ])
  const { state } = standing
  const installed = state?.modules ?? null
  const sources = read.map(({ source }) => source)
  const now = modulesOf(read, state?.languages ?? [])
  const before = running && {
    deploymentId: running.deploymentId,
    release: running.release.id,
    commit: running.release.git.hash,
    image: running.release.image,
    code: running.release.sources.map(codeOf),
  }
  const excluded = instance.settings.excludedAddons ?? []
  const install = [
    'base',
    ...(automaticInstall(ground) ? Object.keys(read[unread.indexOf(own)]?.modules ?? {}) : []),
  ].filter((name) => !excluded.includes(name))
  const changed = installed === null ? [] : toUpdate(installed, now)
  // Another build of Odoo is other code of its own modules: `base` takes all that depend on it along.
  const rebuilt = before !== null && before.image.digest !== image.digest
  const update = rebuilt && installed !== null ? ['base', ...changed] : changed
  const restores = wanted.back?.dump ?? null
  const skipped = wanted.update || restores !== null ? [] : update
  const { way, why } = wayOf({
    serves: before !== null,
    changed: installed === null ? [] : changedOf(installed, now),
    update,
    codeAlone: !wanted.update,
    rebuilt,
    restores: restores !== null,
    memory: { freeMb, wantsMb: second },
  })
  const room = way === 'update' ? await origin.room(instance.id) : null
  const shortage = room && shortageOf(room)
  const refusal = shortage && refusalOf(shortage, restores !== null, server.host)
  if (refusal) throw refusal
  // Code alone goes back to the very release: its files and its container may still be there.
  const again = back !== undefined && way !== 'update' && back.server.base === place.base
  const release: Release = {
    id: again ? back.id : asking.house.chance.id().slice(-8),
    kind: wanted.kind,
    way,
    again,
    returnsTo: wanted.back?.deploymentId ?? null,
    because: wanted.back?.because ?? null,
    instance: {
      id: instance.id,
      path: `${project.slug}/${environment.kind}/${instance.name}`,
      project: project.name,
      environment: environment.kind,
      domain: instance.domain,
      version: back?.instance.version ?? instance.version,
    },
    server: {
      name: server.name,
      address: server.host,
      practice: isPractice(server),
      ...place,
      door: defaults.nginxImage,
      spare: !isPractice(server) && server.settings.spares !== false,
    },
    sources,
    git: { ...git, branch: own.branch },
    image,
    ...images,
    size,
    settings,
    variables,
    ...(instance.settings.answersWithinMs === undefined ? {} : { answersWithinMs: instance.settings.answersWithinMs }),
    passwords: instance.passwords === null ? newPasswords(asking, instance.id) : null,
    modules: {
      install,
      update: wanted.update ? update : [],
      skipped,
      gone: restores === null ? goneFrom(installed ?? {}, now) : [],
      hashes: hashesAfter(withNew(installed ?? unhashed(install), now), now, skipped),
    },
    restores,
    before,
  }
  if (running) {
    refuseUnseen(release, standing)
    const { postgres, pgbouncer, size: formerSize } = running.release
    release.database = databaseChange(release, { postgres, pgbouncer, size: formerSize }, found, left)
  }
  return { release, commits: difference?.commits ?? [git], files: difference?.files ?? [], why, shortage }
}

/** What Odoo installs beside them has hashes too, or the next deploy would take it for changed. */
function withNew(installed: ModuleHashes, now: Readonly<Record<string, Module>>): ModuleHashes {
  return { ...unhashed(withDependencies(Object.keys(installed), now)), ...installed }
}

/** Nobody has said yet what they are like. */
function unhashed(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, '']))
}

/** What somebody set; a release that comes back has what was set then. */
function configured({ instance, variables }: Ground): Pick<Release, 'size' | 'settings' | 'variables'> {
  const { workers, maxCronThreads, ocaQueue, odooConf } = instance.settings
  return {
    size: instance.size,
    settings: {
      workers: workers ?? null,
      maxCronThreads: maxCronThreads ?? null,
      ocaQueue: ocaQueue ?? false,
      odooConf: odooConf ?? '',
    },
    variables: variables.map(({ id, name, value, secret, category }) => ({
      name,
      value: secret ? null : value,
      sealed: secret ? { id, value } : null,
      ...(category === confCategory ? { conf: true as const } : {}),
    })),
  }
}

function automaticInstall({ environment, instance }: Ground): boolean {
  return instance.settings.automation?.automaticInstall ?? environment.automation.automaticInstall
}

/** Made before the first stage: whoever resumes must find the same ones. */
function newPasswords({ house }: Asking, instanceId: string): Release['passwords'] {
  const sealed = (which: 'database' | 'admin') =>
    house.vault.seal(new Secret(house.chance.token(passwordBytes)), passwordPurpose(instanceId, which))
  return { database: sealed('database'), admin: sealed('admin') }
}

function refuseConf(text: string): void {
  const checked = checkedConf(text)
  if (checked.ok) return
  throw new Fault('state_forbids', {
    why: `odoo.conf of the instance is not right: ${checked.why}.`,
    next: 'Correct it with `instance configure`.',
  })
}
