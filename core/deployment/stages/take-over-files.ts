import type { ContainerSpec } from '../../ports/containers.ts'
import { Secret } from '../../secret.ts'
import { namesOf } from '../names.rule.ts'
import type { Release } from '../release.ts'
import { type Hidden, quoted, sharedMemory } from './docker-words.ts'
import { doorConf, readme } from './read-me.ts'

/** The containers of an instance, in the order in which they start, as the stages made them. */
export interface Standing {
  db: ContainerSpec
  pgbouncer: ContainerSpec
  odoo: ContainerSpec
}

export interface TakeOverFile {
  path: string
  /** Null where nothing is to be there: what stood in it is no longer meant. */
  content: string | Secret | null
}

/** Files by which somebody without us can run it. Nothing secret stands in the first two. */
export function takeOverFiles(release: Release, standing: Standing): TakeOverFile[] {
  const { folder } = namesOf(release)
  const services = Object.entries(standing)
  const hidden = services.filter(([, spec]: [string, ContainerSpec]) => Object.keys(spec.secrets).length > 0)
  return [
    { path: `${folder}/compose.yaml`, content: composeFile(release, standing) },
    {
      path: `${folder}/README.md`,
      content: readme(release, standing, (service) => hiddenOf(folder, service, standing[service])),
    },
    { path: `${folder}/door.conf`, content: doorConf(release) },
    {
      path: `${folder}/compose.override.yaml`,
      content: hidden.length === 0 ? null : new Secret(overrideFile(hidden)),
    },
    ...services.flatMap(([service, spec]: [string, ContainerSpec]) => {
      const { plain, lines } = valuesOf(spec)
      const said = Object.entries(lines).map(([name, value]) => `export ${name}=${quoted(value)}\n`)
      return [
        {
          path: `${folder}/${service}.env`,
          content: secretOf(Object.entries(plain).map((pair) => `${pair.join('=')}\n`)),
        },
        { path: `${folder}/${service}.lines.sh`, content: secretOf(said) },
      ]
    }),
  ]
}

function secretOf(lines: readonly string[]): Secret | null {
  return lines.length === 0 ? null : new Secret(lines.join(''))
}

/** A file for `--env-file` has one line for each value; what has more, secret or not, comes another way. */
function valuesOf(spec: ContainerSpec): { plain: Record<string, string>; lines: Record<string, string> } {
  const secrets = Object.entries(spec.secrets).map(([name, value]) => [name, value.reveal()] as const)
  const several = ([, value]: readonly [string, string]) => /[\r\n]/.test(value)
  return {
    plain: Object.fromEntries(secrets.filter((pair) => !several(pair))),
    lines: Object.fromEntries([...secrets, ...Object.entries(spec.environment)].filter(several)),
  }
}

function hiddenOf(folder: string, service: string, spec: ContainerSpec): Hidden {
  const { plain, lines } = valuesOf(spec)
  const names = Object.keys(lines)
  return {
    envFile: Object.keys(plain).length === 0 ? null : `${folder}/${service}.env`,
    sourced: names.length === 0 ? null : { file: `${folder}/${service}.lines.sh`, names },
  }
}

/** Compose reads it with the other by itself; a value is what it is here, of however many lines. */
function overrideFile(services: readonly [string, ContainerSpec][]): string {
  const environments = services.map(([service, { secrets }]): [string, unknown] => [
    service,
    { environment: Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, value.reveal()])) },
  ])
  return `${yaml({ services: Object.fromEntries(environments) })}\n`
}

export function composeFile(release: Release, standing: Standing): string {
  const services = Object.entries(standing)
  const networks = new Set(
    services.flatMap(([, spec]: [string, ContainerSpec]) => spec.networks.map(({ name }) => name)),
  )
  const volumes = new Set(
    services.flatMap(([, spec]: [string, ContainerSpec]) => spec.mounts.map(({ source }) => source).filter(isVolume)),
  )
  return `# Written by Pilothouse at each deploy of ${release.instance.path}. README.md says how to use it.
name: ${release.server.prefix}-${release.instance.id}
services:
${services.map(([service, spec]: [string, ContainerSpec]) => serviceOf(service, spec)).join('\n')}
volumes:
${[...volumes].map((name) => `  ${name}: { external: true }`).join('\n')}
networks:
${[...networks].map((name) => `  ${name}: { external: true }`).join('\n')}
`
}

function serviceOf(service: string, spec: ContainerSpec): string {
  const { limits, networks, mounts, command, entrypoint, user, environment, labels } = spec
  const volumes = mounts.map(({ source, target, readOnly }) => `${source}:${target}${readOnly ? ':ro' : ''}`)
  const lines = [
    `container_name: ${spec.name}`,
    `image: ${yaml(spec.image)}`,
    ...(user === undefined ? [] : [`user: ${yaml(user)}`]),
    ...(entrypoint === undefined ? [] : [`entrypoint: ${yaml(entrypoint)}`]),
    ...(command.length === 0 ? [] : [`command: ${yaml(command)}`]),
    `environment: ${yaml(environment)}`,
    `volumes: ${yaml(volumes)}`,
    'networks:',
    ...networks.map(({ name, alias }) => `  ${name}: ${yaml(alias === null ? {} : { aliases: [alias] })}`),
    `cpus: ${limits.cpu}`,
    `mem_limit: ${limits.memoryMb}m`,
    `memswap_limit: ${limits.memoryMb}m`,
    `shm_size: ${sharedMemory(spec)}`,
    `labels: ${yaml(labels)}`,
    'restart: unless-stopped',
    'logging: { driver: json-file, options: { max-size: 10m, max-file: "3" } }',
  ]
  return [`  ${service}:`, ...lines.map((line) => `    ${line}`)].join('\n')
}

/** JSON is YAML too; a dollar would be read as the name of a variable. */
function yaml(value: unknown): string {
  return JSON.stringify(value).replaceAll('$', '$$$$')
}

function isVolume(source: string): boolean {
  return !source.startsWith('/')
}
