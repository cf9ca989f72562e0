import type { ContainerSpec } from '../../ports/containers.ts'
import { namesOf } from '../names.rule.ts'
import type { Release } from '../release.ts'
import { pinned } from './creating-database.ts'

/** By which somebody without us can run it: nothing secret stands in it. */
export function composeFile(release: Release, odoo: ContainerSpec): string {
  const names = namesOf(release)
  const mounts = odoo.mounts.map(
    ({ source, target, readOnly }) => `      - ${source}:${target}${readOnly ? ':ro' : ''}`,
  )
  return `name: ${release.server.prefix}-${release.instance.id}
services:
  db:
    container_name: ${names.database}
    image: ${pinned(release.postgres)}
    environment: { POSTGRES_USER: odoo, POSTGRES_DB: postgres, POSTGRES_PASSWORD: "\${DB_PASSWORD}" }
    volumes: ["${names.volume}:/var/lib/postgresql/data"]
    networks: [inside]
    restart: unless-stopped
  pgbouncer:
    container_name: ${names.bouncer}
    image: ${pinned(release.pgbouncer)}
    environment: { DB_HOST: db, DB_USER: odoo, LISTEN_PORT: "6432", POOL_MODE: transaction, DB_PASSWORD: "\${DB_PASSWORD}" }
    networks: [inside]
    restart: unless-stopped
  odoo:
    container_name: ${names.odoo}
    image: ${odoo.image}
    environment: { ODOO_RC: /etc/odoo/odoo.conf }
    volumes:
${mounts.join('\n')}
    networks: [inside, outside]
    restart: unless-stopped
volumes:
  ${names.volume}: { external: true }
networks:
  inside: { name: ${names.network}, external: true }
  outside: { name: traefik-public, external: true }
`
}

export function readme(release: Release): string {
  const names = namesOf(release)
  const db = names.databaseName
  return `# ${release.instance.path}

Odoo ${release.instance.version} at commit ${release.git.hash}, put here by Pilothouse. It runs without it:

- The password of the database is \`db_password\` in \`${names.conf}\`. Start: \`DB_PASSWORD=… docker compose up -d\` in this folder.
- Stop: \`docker compose stop\`.
- Back up: \`docker exec ${names.database} pg_dump -U odoo -Fc ${db} > ${db}.dump\`, then copy \`${names.data}/filestore\`.
- Restore: \`docker exec -i ${names.database} pg_restore -U odoo --clean -d ${db} < ${db}.dump\`, then put the filestore back; its files belong to uid 100, gid 101.
`
}
