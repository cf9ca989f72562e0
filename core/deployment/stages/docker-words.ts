import type { ContainerSpec } from '../../ports/containers.ts'

/** What the container is given by name alone: where its values lie, of one line and of several. */
export interface Hidden {
  envFile: string | null
  /** Said by a shell before, since a file of Docker's has one line for each. */
  sourced: { file: string; names: readonly string[] } | null
}

/** The commands that make a container as we do, for people with a shell. It is not started yet. */
export function dockerCreate(spec: ContainerSpec, { envFile, sourced }: Hidden): string[] {
  const [first, ...more] = spec.networks
  const { entrypoint: [entry, ...rest] = [] } = spec
  const options = [
    ['--name', spec.name],
    ...Object.entries(spec.labels).map(([name, value]) => ['--label', `${name}=${value}`]),
    ...(first ? [['--network', first.name]] : []),
    ...(first?.alias ? [['--network-alias', first.alias]] : []),
    ['--cpus', String(spec.limits.cpu)],
    ['--memory', `${spec.limits.memoryMb}m`, '--memory-swap', `${spec.limits.memoryMb}m`],
    ['--shm-size', sharedMemory(spec)],
    ...spec.mounts.map(({ source, target, readOnly }) => ['--volume', `${source}:${target}${readOnly ? ':ro' : ''}`]),
    ...Object.entries(spec.environment).flatMap(([name, value]) =>
      sourced?.names.includes(name) ? [] : [['--env', `${name}=${value}`]],
    ),
    ...(sourced?.names ?? []).map((name) => ['--env', name]),
    ...(envFile === null ? [] : [['--env-file', envFile]]),
    ...(spec.user === undefined ? [] : [['--user', spec.user]]),
    ...(entry === undefined ? [] : [['--entrypoint', entry]]),
    ...(spec.ports ?? []).map(({ outside, inside }) => ['--publish', `${outside}:${inside}`]),
    ['--restart', 'unless-stopped'],
    ['--log-driver', 'json-file'],
    ['--log-opt', 'max-size=10m'],
    ['--log-opt', 'max-file=3'],
  ]
  const words = ['docker', 'create', ...options.flat(), spec.image, ...rest, ...spec.command]
  return [
    // In a shell of its own, so that nothing of it stays behind.
    sourced === null ? words.map(quoted).join(' ') : `(. ${quoted(sourced.file)} && ${words.map(quoted).join(' ')})`,
    ...more.map(({ name, alias }) =>
      ['docker', 'network', 'connect', ...(alias === null ? [] : ['--alias', alias]), name, spec.name]
        .map(quoted)
        .join(' '),
    ),
  ]
}

/** As the stages give it: PostgreSQL's parallel workers need more than the engine's 64 MB. */
export function sharedMemory({ limits }: Pick<ContainerSpec, 'limits'>): string {
  const mb = 1024 * 1024
  return `${Math.max(64 * mb, Math.floor((limits.memoryMb * mb) / 4))}b`
}

/** One word for a shell, whatever stands in it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
