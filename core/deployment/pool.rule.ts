import { databaseRole, namesOf } from './names.rule.ts'
import type { Release } from './release.ts'

/** PgBouncer knows these two databases and no other: one that is not there would hold up whoever comes next. */
export function poolConf(release: Pick<Release, 'id' | 'instance' | 'server'>, connections: number): string {
  const { database, databaseName } = namesOf(release)
  const at = `host=${database} port=5432`
  return `[databases]
${plain(databaseName)} = ${at}
; Odoo listens on this one through the same port, which a transaction's pool would lose.
postgres = ${at} pool_mode=session pool_size=10

[pgbouncer]
listen_addr = *
listen_port = 6432
unix_socket_dir =
auth_type = scram-sha-256
auth_file = /etc/pgbouncer/userlist.txt
pool_mode = transaction
default_pool_size = ${connections}
max_db_connections = ${connections}
max_client_conn = ${Math.max(500, connections * 10)}
ignore_startup_parameters = extra_float_digits
; A database that comes back is found at once.
server_login_retry = 1
dns_nxdomain_ttl = 1
`
}

/** Who may come, and as whom it goes on to PostgreSQL. */
export function poolUsers(password: string): string {
  return `${quoted(databaseRole)} ${quoted(password)}\n`
}

/** Its files know no quotes for the name of a database. */
function plain(name: string): string {
  if (!/^[\w.-]+$/.test(name)) throw new Error('a database with a name that we would never give it')
  return name
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
