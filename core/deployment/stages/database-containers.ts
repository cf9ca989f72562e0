import { sharesOf } from '../../instance/share.rule.ts'
import { type ContainerSpec, pinned } from '../../ports/containers.ts'
import type { Deploy } from '../deploy.stage.ts'
import { bouncerOwner, labelsOf, namesOf } from '../names.rule.ts'
import { poolConf } from '../pool.rule.ts'
import { printOf, textPrint } from '../print.ts'
import { poolSize, tuning } from '../tuning.rule.ts'

const superuserMount = '/run/superuser'

/** PostgreSQL as its size wants it: another size is another container on the same data. */
export function databaseContainer(work: Deploy): ContainerSpec {
  const release = work.input
  const names = namesOf(release)
  const { cpu, memoryMb } = sharesOf(release.size).database
  const settings = Object.entries(tuning(memoryMb, cpu, poolSize(memoryMb)))
  return labelled(work, {
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

export function bouncerContainer(work: Deploy): ContainerSpec {
  const release = work.input
  const names = namesOf(release)
  return labelled(
    work,
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
    textPrint(poolOf(work)),
  )
}

export function poolOf({ input }: Deploy): string {
  return poolConf(input, poolSize(sharesOf(input.size).database.memoryMb))
}

function labelled(work: Deploy, spec: Omit<ContainerSpec, 'labels'>, files = ''): ContainerSpec {
  return { ...spec, labels: labelsOf(work.input, work.jobId, printOf({ ...spec, files })) }
}
