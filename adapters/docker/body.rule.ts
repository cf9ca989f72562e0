import type { ContainerSpec, Limits } from '../../core/ports/containers.ts'

const mb = 1024 * 1024
const smallestShared = 64 * mb

/** A service comes back by itself after a restart of the server; what runs once does not; the last goes by itself. */
export type Kind = 'service' | 'once' | 'fleeting'

/** What the engine is told to make. Secrets are in its environment and nowhere else. */
export function containerBody(spec: ContainerSpec, kind: Kind): Record<string, unknown> {
  const [own] = spec.networks
  const ports = spec.ports ?? []
  const secrets = Object.entries(spec.secrets).map(([name, secret]) => [name, secret.reveal()] as const)
  return {
    Image: spec.image,
    Labels: spec.labels,
    Env: [...Object.entries(spec.environment), ...secrets].map(([name, value]) => `${name}=${value}`),
    ...(spec.command.length > 0 ? { Cmd: spec.command } : {}),
    ...(spec.entrypoint === undefined ? {} : { Entrypoint: spec.entrypoint }),
    ...(spec.user === undefined ? {} : { User: spec.user }),
    ...(ports.length > 0 ? { ExposedPorts: Object.fromEntries(ports.map(({ inside }) => [`${inside}/tcp`, {}])) } : {}),
    HostConfig: {
      ...limitsBody(spec.limits),
      // PostgreSQL's parallel workers need more of it than the engine's 64 MB.
      ShmSize: Math.max(smallestShared, Math.floor((spec.limits.memoryMb * mb) / 4)),
      AutoRemove: kind === 'fleeting',
      RestartPolicy: { Name: kind === 'service' ? 'unless-stopped' : 'no' },
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
      NetworkMode: own?.name ?? 'none',
      Mounts: spec.mounts.map(({ source, target, readOnly }) => ({
        Type: source.startsWith('/') ? 'bind' : 'volume',
        Source: source,
        Target: target,
        ReadOnly: readOnly,
      })),
      ...(ports.length > 0 ? { PortBindings: bindings(ports) } : {}),
    },
    ...(own ? { NetworkingConfig: { EndpointsConfig: { [own.name]: endpoint(own.alias) } } } : {}),
  }
}

/** Without swap on top: what needs more than it may is ended, and not slow. Nothing, or 0, is no limit. */
export function limitsBody({ cpu, memoryMb }: Limits): Record<string, number> {
  return { NanoCpus: Math.round(cpu * 1e9), Memory: Math.round(memoryMb * mb), MemorySwap: Math.round(memoryMb * mb) }
}

export function endpoint(alias: string | null): { Aliases?: string[] } {
  return alias === null ? {} : { Aliases: [alias] }
}

function bindings(ports: NonNullable<ContainerSpec['ports']>): Record<string, { HostPort: string }[]> {
  const all: Record<string, { HostPort: string }[]> = {}
  for (const { outside, inside } of ports) {
    const key = `${inside}/tcp`
    all[key] = [...(all[key] ?? []), { HostPort: String(outside) }]
  }
  return all
}

/** More cores than the server has are refused; then all that it has are meant. */
export function coresIn(refusal: string): number | null {
  const found = /as there are only (\d+) CPUs available/.exec(refusal)
  return found ? Number(found[1]) : null
}
