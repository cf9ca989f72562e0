import { sharesOf } from '../../instance/share.rule.ts'
import { type ContainerSpec, pinned } from '../../ports/containers.ts'
import type { RemoteHost } from '../../ports/host.ts'
import { Secret } from '../../secret.ts'
import type { Deploy } from '../deploy.stage.ts'
import { bouncerOwner, labelsOf, namesOf } from '../names.rule.ts'
import { poolConf, poolUsers } from '../pool.rule.ts'
import { printOf, textPrint } from '../print.ts'
import type { Release } from '../release.ts'
import { poolSize, tuning } from '../tuning.rule.ts'

const superuserMount = '/run/superuser'

/** PostgreSQL as its size wants it: another size is another container on the same data. */
export function databaseContainer(release: Release, jobId: string): ContainerSpec {
  const names = namesOf(release)
  const { cpu, memoryMb } = sharesOf(release.size).database
  const settings = Object.entries(tuning(memoryMb, cpu, poolSize(memoryMb)))
  return labelled(release, jobId, {
    name: names.database,
    image: pinned(release.postgres),
    networks: [{ name: names.network, alias: names.database }],
    limits: { cpu, memoryMb },
    mounts: [
      { source: names.volume, target: '/var/lib/postgresql/data', readOnly: false },
      { source: names.superuser, target: superuserMount, readOnly: true },
      { source: names.dumps, target: '/dumps', readOnly: false },
    ],
    environment: { POSTGRES_PASSWORD_FILE: `${superuserMount}/password` },
    secrets: {},
    command: ['postgres', ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
  })
}

export function bouncerContainer(release: Release, jobId: string): ContainerSpec {
  const names = namesOf(release)
  return labelled(
    release,
    jobId,
    {
      name: names.bouncer,
      image: pinned(release.pgbouncer),
      networks: [{ name: names.network, alias: names.bouncer }],
      limits: { cpu: 0.25, memoryMb: 64 },
      mounts: [{ source: names.pool, target: '/etc/pgbouncer', readOnly: true }],
      environment: {},
      secrets: {},
      command: ['pgbouncer', '/etc/pgbouncer/pgbouncer.ini'],
      user: `${bouncerOwner.uid}:${bouncerOwner.gid}`,
    },
    // It reads this once: another pool is another container.
    textPrint(poolOf(release)),
  )
}

/** What the pool reads when it starts. */
export async function poolFiles(work: Deploy, { files }: RemoteHost, release: Release): Promise<void> {
  const { pool } = namesOf(release)
  const users = new Secret(poolUsers(work.secret('database').reveal()))
  await Promise.all([
    files.write(`${pool}/pgbouncer.ini`, poolOf(release), bouncerOwner),
    files.write(`${pool}/userlist.txt`, users, bouncerOwner),
  ])
}

function poolOf(release: Release): string {
  return poolConf(release, poolSize(sharesOf(release.size).database.memoryMb))
}

function labelled(release: Release, jobId: string, spec: Omit<ContainerSpec, 'labels'>, files = ''): ContainerSpec {
  return { ...spec, labels: labelsOf(release, jobId, printOf({ ...spec, files })) }
}
