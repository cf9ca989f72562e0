import { describe, expect, test } from 'vitest'
import { majorsIn } from '../../../adapters/database/majors.ts'
import { databaseChange, imageToKeep, majorNamed } from '../../../core/deployment/database-change.rule.ts'
import type { Deploy } from '../../../core/deployment/deploy.stage.ts'
import { labelsOf } from '../../../core/deployment/names.rule.ts'
import { linesOf } from '../../../core/deployment/outlook.rule.ts'
import { pinnedDatabase, refuseUnseen } from '../../../core/deployment/pinned-database.ts'
import { type Release, releaseOf } from '../../../core/deployment/release.ts'
import { creatingDatabase } from '../../../core/deployment/stages/creating-database.ts'
import { bouncerContainer, databaseContainer } from '../../../core/deployment/stages/database-containers.ts'
import { Fault } from '../../../core/error.ts'
import type { Job } from '../../../core/job/job.ts'
import type { ContainerSpec, Image, Labels } from '../../../core/ports/containers.ts'
import type { Majors } from '../../../core/ports/databases.ts'
import { labelNames } from '../../../core/ports/labels.ts'
import { Secret } from '../../../core/secret.ts'
import { exampleRelease } from './example-release.ts'
import { type Practising, practising } from './practising.ts'

const image = (reference: string, digest = reference): Image => ({ reference, digest: `sha256:${digest}` })
const release = (more: Partial<Release> = {}): Release => ({
  ...exampleRelease(),
  postgres: image('postgres:15'),
  pgbouncer: image('pgbouncer:1'),
  ...more,
})

describe('what becomes of the containers of a database', () => {
  const standing = (made: Release) => ({
    database: { labels: databaseContainer(made, 'j').labels, made },
    pool: { labels: bouncerContainer(made, 'j').labels, made },
  })
  const larger = { cpu: 2, memoryMb: 4096, diskGb: 20 }

  test('nothing, as long as nobody asks for others', () => {
    const { stay, restarts } = databaseChange(release({ id: 'r2' }), release(), standing(release()))
    expect({ stay, restarts }).toEqual({ stay: [], restarts: [] })
  })

  test('a text of ours that changed restarts nothing', () => {
    const { database, pool } = standing(release())
    const older = { ...database, labels: labelsOf(release(), 'j', 'as written by an earlier version') }
    const change = databaseChange(release(), release(), { database: older, pool })
    expect(change).toMatchObject({ stay: ['as written by an earlier version'], restarts: [] })
    // Also where nobody knows any more what it was made of: by what serves.
    const unknown = databaseChange(release(), release(), { database: { ...older, made: null }, pool })
    expect(unknown).toEqual(change)
  })

  test('another size restarts both, and another image the one that it is of', () => {
    const { restarts } = databaseChange(release({ size: larger }), release(), standing(release()))
    expect(restarts).toEqual([
      { what: 'PostgreSQL', why: 'it gets 0.6 cores and 1229 MB in place of 0.6 cores and 614 MB' },
      { what: 'PgBouncer', why: 'it gets 60 connections in place of 30 connections' },
    ])
    const renewed = databaseChange(release({ postgres: image('postgres:15.8') }), release(), standing(release()))
    expect(renewed.restarts).toEqual([
      { what: 'PostgreSQL', why: 'its image is postgres:15.8 now, in place of postgres:15' },
    ])
  })

  test('what an earlier deploy left as wanted is let be, though it failed afterwards', () => {
    const wanted = release({ size: larger })
    expect(databaseChange(wanted, release(), standing(wanted)).restarts).toEqual([])
    expect(databaseChange(release(), release(), standing(wanted)).restarts).toHaveLength(2)
  })
})

describe('which images a database is pinned to', () => {
  const running = { deploymentId: 'd1', release: release() }
  const there = { state: 'running', labels: {} }
  const pinned = (setting: string, goesBack = false, major: number | null = null) => {
    const state = major === null ? null : { initialised: true, modules: {}, pending: [], release: null, major }
    const asked: string[] = []
    const origin = {
      standing: () => Promise.resolve({ database: there, pool: there, state }),
      image(reference: string) {
        asked.push(reference)
        return Promise.resolve(image(reference, 'moved'))
      },
    }
    const defaults = { postgresImage: setting, pgbouncerImage: 'pgbouncer:1' }
    // The named boundary: no job of it is known any more.
    const reading = { job: { one: () => Promise.resolve(null) } } as never
    return pinnedDatabase(reading, origin, 'i1', { running, defaults, goesBack }).then((got) => ({ ...got, asked }))
  }

  test('those that run, though their tag leads elsewhere by now: nobody is asked', async () => {
    const { images, asked } = await pinned('postgres:15')
    expect(images).toEqual({ postgres: image('postgres:15'), pgbouncer: image('pgbouncer:1') })
    expect(asked).toEqual([])
  })

  test('another one where somebody set another one, and not on the way back', async () => {
    expect((await pinned('postgres:15.8')).images.postgres).toEqual(image('postgres:15.8', 'moved'))
    expect((await pinned('postgres:15.8', true)).images.postgres).toEqual(image('postgres:15'))
  })

  test('those that run where the one that is set is of another major version by its name', async () => {
    const { images, left, asked } = await pinned('postgres:16', false, 15)
    expect([images.postgres, left, asked]).toEqual([image('postgres:15'), { image: 'postgres:16', major: 15 }, []])
    expect((await pinned('postgres:15.8', false, 15)).left).toBeNull()
    expect((await pinned('postgres:16', true, 15)).left).toBeNull()
  })

  test('by what it was called, whatever else stands there', () => {
    expect(imageToKeep('a', undefined, image('b'), image('a', '1'))).toEqual(image('a', '1'))
    expect(imageToKeep('a', image('b'))).toBeNull()
  })
})

describe('another major version of PostgreSQL', () => {
  test('is not taken for data of an earlier one, and the plan says so', () => {
    const left = { image: 'docker.io/library/postgres:16', major: 15 }
    const database = databaseChange(release(), release(), { database: null, pool: null }, left)
    const lines = linesOf({ release: release({ database }), commits: [], files: [], why: '', shortage: null })
    expect(lines.join('\n')).toContain('PostgreSQL stays 15: docker.io/library/postgres:16, which is set, does not')
  })

  test.each([
    ['postgres:16', 16],
    ['10.0.0.1:5000/postgres:15.6-alpine', 15],
    ['docker.io/library/postgres:latest', null],
    ['acme/our-postgres:2026', null],
    ['postgres@sha256:aa', null],
  ])('%s is %s by its name', (reference, major) => {
    expect(majorNamed(image(reference))).toBe(major)
  })

  test('is what data and image say themselves', () => {
    expect(majorsIn('15\npostgres (PostgreSQL) 16.4 (Debian 16.4-1.pgdg120+1)')).toEqual({ data: 15, image: 16 })
    expect(majorsIn('15\npostgres (PostgreSQL) 18beta1')).toEqual({ data: 15, image: 18 })
    expect(majorsIn('cat: PG_VERSION: No such file or directory\npostgres (PostgreSQL) 15.1')).toBeNull()
  })
})

describe('what runs on a server', () => {
  const restartsOf = (job: Job) => releaseOf(job.plan)?.database?.restarts ?? []
  const databaseActs = async ({ acts }: Practising, job: Job) =>
    (await acts(job.id)).filter((act) => /^creating_database containers\.(create|stop|remove)/.test(act))

  test('another size restarts PostgreSQL: the plan says so, and the next deploy leaves it alone', async () => {
    const practice = await practising()
    const { house, ada, deploy, finish } = practice
    await finish(await deploy())
    await house.asks(ada, 'instance.size', { instance: 'acme/staging', memory: '4G' })
    const job = await deploy()
    const text = job.plan.lines.join('\n')
    expect(text).toMatch(/PostgreSQL restarts, because it gets .* MB in place of .* MB/)
    expect(job.plan.outlook?.interruption).toBe(
      'requests wait or fail for some seconds while PostgreSQL and PgBouncer restart',
    )
    expect((await finish(job)).state).toBe('success')
    expect(await databaseActs(practice, job)).toHaveLength(6)
    await house.asks(ada, 'practice.commit', { project: 'acme', message: 'Fix a text' })
    const next = await deploy()
    expect(next.plan.outlook?.interruption).toBe('none')
    expect(restartsOf(next)).toEqual([])
    await finish(next)
    expect(await databaseActs(practice, next)).toEqual([])
    const back = await deploy({ to: 1 }, 'instance.rollback')
    expect(restartsOf(back)).toHaveLength(2)
  })

  test('a database that does not run is not guessed at', async () => {
    const practice = await practising()
    const { house, ada, serverId, deploy, finish } = practice
    const { instanceId } = await finish(await deploy())
    await house.store.write(async (rows) => {
      const at = { serverId, kind: 'container' as const, name: `${instanceId}_db` }
      const row = await rows.practiceThing.one(at)
      await rows.practiceThing.update(at, { data: { ...(row?.data as object), state: 'exited' } })
    })
    const told = await house.refuses(ada, 'instance.deploy', { instance: 'acme/staging' })
    expect(told).toMatchObject({ code: 'database_stopped', message: expect.stringContaining('_db is exited') })
    expect(told.remedy).toContain(`docker start ${instanceId}_db ${instanceId}_pgbouncer`)
  })

  test('nor one whose container is gone; where it runs and says nothing the stages see', () => {
    const gone = { database: null, pool: null, state: null }
    expect(() => refuseUnseen(release(), gone)).toThrow('there is no container i1_db')
    expect(() => refuseUnseen(release(), { ...gone, database: { state: 'running', labels: {} } })).not.toThrow()
  })
})

describe('where PostgreSQL does not begin as the new release wants it', () => {
  const larger = { cpu: 2, memoryMb: 4096, diskGb: 20 }
  const before = { deploymentId: 'd1', release: 'r0', commit: 'a', image: image('odoo:19.0'), code: [] }
  const stood = (made: Release, jobId: string) => [databaseContainer(made, jobId), bouncerContainer(made, jobId)]

  /** What the stage leaves when PostgreSQL takes connections in containers of these prints alone. */
  async function left(wanted: Release, of: (labels: Labels) => boolean, majors: Majors | null = null) {
    const containers = new Map(
      stood(release({ id: 'r0' }), 'd1').map((spec) => [spec.name, { ...spec, state: 'running' }]),
    )
    const done: string[] = []
    const act = (what: string) => (name: string) => Promise.resolve(void done.push(`${what} ${name}`))
    const nothing = () => Promise.resolve()
    const database = () => containers.get('i1_db')
    let kept: unknown = null
    const host = {
      images: { find: (reference: string) => Promise.resolve(image(reference)) },
      volumes: { find: () => Promise.resolve({ name: 'v', labels: {} }) },
      files: { makeFolder: nothing, write: nothing, print: () => Promise.resolve('there') },
      proxy: { inMaintenance: () => Promise.resolve(false), maintenance: act('page') },
      containers: {
        find: (name: string) => Promise.resolve(containers.get(name) ?? null),
        stop: act('stop'),
        start: act('start'),
        limit: nothing,
        remove: (name: string) => Promise.resolve(void containers.delete(name)),
        create: (spec: ContainerSpec) => Promise.resolve(void containers.set(spec.name, { ...spec, state: 'running' })),
      },
      databases: {
        majors: () => Promise.resolve(majors),
        create: nothing,
        untilReady: () => (of(database()?.labels ?? {}) ? nothing() : Promise.reject(new Fault('database_not_ready'))),
        templates: { first: () => Promise.resolve(null) },
      },
    }
    const signal = new AbortController().signal
    // The named boundary: as much of a server, and of a job there, as this takes.
    const work = {
      jobId: 'd2',
      input: wanted,
      host: () => Promise.resolve(host),
      keep: (value: unknown) => {
        kept = value
      },
      kept: () => kept,
      secret: () => new Secret('x'),
      say: () => {},
      now: () => 0,
      signal,
    } as unknown as Deploy
    const failure: unknown = await creatingDatabase.run(work).catch((error: unknown) => error)
    const owed: unknown = await creatingDatabase.rescue?.(work).catch((error: unknown) => error)
    return { failure, owed, done, containers: [...containers.values()].map(({ name, labels }) => ({ name, labels })) }
  }

  const planned = (more: Partial<Release>) => {
    const wanted = release({ id: 'r2', way: 'beside', before, ...more })
    const [database, pool] = stood(release({ id: 'r0' }), 'd1').map(({ labels }) => ({ labels, made: release() }))
    return {
      ...wanted,
      database: databaseChange(wanted, release(), { database: database ?? null, pool: pool ?? null }),
    }
  }
  const former = stood(release({ id: 'r0' }), 'd1').map(({ name, labels }) => ({ name, labels }))
  const madeFor = (id: string) => (labels: Labels) => labels[labelNames.release] === id

  test('it stands as before, and so does its pool', async () => {
    const { failure, owed, containers } = await left(planned({ size: larger }), madeFor('r0'))
    expect(failure).toMatchObject({ code: 'database_not_ready' })
    expect(owed).toBeUndefined()
    expect(containers).toEqual(former)
  })

  test('and not then either, visitors see the page, and it is owed', async () => {
    const { owed, done } = await left(planned({ size: larger }), () => false)
    expect(owed).toMatchObject({ code: 'not_back', transient: false })
    expect(done.at(-1)).toBe('page i1')
  })

  test('what went well stays', async () => {
    const { failure, owed, containers } = await left(planned({ size: larger }), madeFor('r2'))
    expect([failure, owed]).toEqual([undefined, undefined])
    expect(containers.map(({ labels }) => labels[labelNames.release])).toEqual(['r2', 'r2'])
  })

  test('an image that would not begin on its data is refused before anything stops', async () => {
    const wanted = planned({ postgres: image('acme/database:new') })
    const { failure, done, containers } = await left(wanted, () => true, { data: 15, image: 16 })
    expect(failure).toMatchObject({ code: 'postgres_major' })
    expect(done).toEqual([])
    expect(containers).toEqual(former)
  })
})
