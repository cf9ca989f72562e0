import type { ContainerSpec } from '../../ports/containers.ts'
import { Secret } from '../../secret.ts'
import { namesOf } from '../names.rule.ts'
import type { Release } from '../release.ts'
import { dockerCreate, quoted } from './docker-words.ts'

/** The containers of an instance, in the order in which they start, as the stages made them. */
export interface Standing {
  db: ContainerSpec
  pgbouncer: ContainerSpec
  odoo: ContainerSpec
}

/** Files by which somebody without us can run it. Nothing secret stands in the first two. */
export function takeOverFiles(release: Release, standing: Standing): { path: string; content: string | Secret }[] {
  const { folder } = namesOf(release)
  const secrets = Object.entries(standing).flatMap(([service, spec]: [string, ContainerSpec]) => {
    const lines = Object.entries(spec.secrets).map(([name, value]) => `${name}=${value.reveal()}`)
    const text = lines.filter((line) => !line.includes('\n')).join('\n')
    return lines.length === 0 ? [] : [{ path: `${folder}/${envFile(service)}`, content: new Secret(`${text}\n`) }]
  })
  return [
    { path: `${folder}/compose.yaml`, content: composeFile(release, standing) },
    { path: `${folder}/README.md`, content: readme(release, standing) },
    ...secrets,
  ]
}

function envFile(service: string): string {
  return `${service}.env`
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
    ...(Object.keys(spec.secrets).length === 0 ? [] : [`env_file: [${envFile(service)}]`]),
    `volumes: ${yaml(volumes)}`,
    'networks:',
    ...networks.map(({ name, alias }) => `  ${name}: ${yaml(alias === null ? {} : { aliases: [alias] })}`),
    `cpus: ${limits.cpu}`,
    `mem_limit: ${limits.memoryMb}m`,
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

export function readme(release: Release, { db, pgbouncer, odoo }: Standing): string {
  const { folder, data, databaseName } = namesOf(release)
  const inOrder = { db, pgbouncer, odoo }
  const specs = Object.values(inOrder)
  const names = specs.map(({ name }) => name)
  const networks = [...new Set(specs.flatMap((spec) => spec.networks.map(({ name }) => name)))]
  const create = Object.entries(inOrder).flatMap(([service, spec]) =>
    dockerCreate(spec, Object.keys(spec.secrets).length === 0 ? null : `${folder}/${envFile(service)}`),
  )
  const tar = `docker run --rm --interactive --network none --user 0:0 --entrypoint tar --volume ${quoted(`${data}:/data`)} ${db.image}`
  const inDatabase = `docker exec --interactive --user postgres ${db.name}`
  return `# ${release.instance.path}

Odoo ${release.instance.version} at commit ${release.git.hash} (${release.git.branch}), put here by Pilothouse. It runs without it: what follows needs Docker alone, and somebody who may use it. Each line is a command of its own.

The folder ${folder} has all that belongs to it: configuration and passwords (\`releases/${release.id}/odoo.conf\`), code (\`code\`), the filestore (\`data\`), logs. The database lies in the Docker volume that \`docker volume ls\` shows.

## Stop

\`\`\`sh
${names
  .toReversed()
  .map((name) => `docker stop ${name}`)
  .join('\n')}
\`\`\`

## Start

\`\`\`sh
${names.map((name) => `docker start ${name}`).join('\n')}
\`\`\`

## Back up

Both files come into the folder that you are in. Take them somewhere else, with the folder above.

\`\`\`sh
${inDatabase} pg_dump --format=custom ${databaseName} > database.dump
${tar} --create --file - --directory /data filestore > filestore.tar
\`\`\`

## Restore

What is in the database now is lost. Run it in the folder that has the two files.

\`\`\`sh
docker stop ${odoo.name}
docker stop ${pgbouncer.name}
${inDatabase} dropdb --if-exists --force ${databaseName}
${inDatabase} createdb --owner odoo --template template0 --encoding UTF8 --lc-collate C ${databaseName}
${inDatabase} pg_restore --exit-on-error --dbname ${databaseName} < database.dump
${tar} --extract --preserve-permissions --same-owner --file - --directory /data < filestore.tar
docker start ${pgbouncer.name}
docker start ${odoo.name}
\`\`\`

## Make the containers anew

After they were removed; nothing is lost by it. Where there is Docker Compose, \`docker compose up --detach\` in ${folder} does the same.

\`\`\`sh
${networks.map((name) => `docker network inspect ${name} > /dev/null 2>&1 || docker network create ${name}`).join('\n')}
docker rm --force ${names.toReversed().join(' ')}
${create.join('\n')}
${names.map((name) => `docker start ${name}`).join('\n')}
\`\`\`
`
}
