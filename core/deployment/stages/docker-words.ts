import type { ContainerSpec } from '../../ports/containers.ts'

/** The commands that make a container as we do, for people with a shell. It is not started yet. */
export function dockerCreate(spec: ContainerSpec, envFile: string | null): string[] {
  const [first, ...more] = spec.networks
  const { entrypoint: [entry, ...rest] = [] } = spec
  const options = [
    ['--name', spec.name],
    ...Object.entries(spec.labels).map(([name, value]) => ['--label', `${name}=${value}`]),
    ...(first ? [['--network', first.name]] : []),
    ...(first?.alias ? [['--network-alias', first.alias]] : []),
    ['--cpus', String(spec.limits.cpu)],
    ['--memory', `${spec.limits.memoryMb}m`],
    ...spec.mounts.map(({ source, target, readOnly }) => ['--volume', `${source}:${target}${readOnly ? ':ro' : ''}`]),
    ...Object.entries(spec.environment).map(([name, value]) => ['--env', `${name}=${value}`]),
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
    words.map(quoted).join(' '),
    ...more.map(({ name, alias }) =>
      ['docker', 'network', 'connect', ...(alias === null ? [] : ['--alias', alias]), name, spec.name]
        .map(quoted)
        .join(' '),
    ),
  ]
}

/** One word for a shell, whatever stands in it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
