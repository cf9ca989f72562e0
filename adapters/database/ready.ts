import { Fault } from '../../core/error.ts'
import type { Containers } from '../../core/ports/containers.ts'
import { killed } from './session.ts'

/** How asking ends where it has asked often enough. */
export const notReady = '75'

/**
 * One call asks again and again over there, quickly at first. By the network: while the cluster is made its server
 * answers on the socket alone and then goes down once more.
 */
const script = `
asked=1
until pg_isready -q -h "$2" -p "$3"; do
  [ "$asked" -lt "$1" ] || exit ${notReady}
  case $asked in ?|1?) sleep 0.1 ;; 2[0-4]) sleep 0.5 ;; *) sleep 5 ;; esac
  asked=$((asked + 1))
done`

export async function untilReady(
  containers: Containers,
  container: string,
  attempts: number,
  by?: { container: string; port: number },
): Promise<void> {
  const [host, port] = by ? [by.container, by.port] : ['127.0.0.1', 5432]
  const command = ['sh', '-c', script, 'sh', String(attempts), host, String(port)]
  const { code } = await containers.exec(container, { command })
  if (code === 0) return
  const said = (await containers.log(by?.container ?? container, 3)).trim().split('\n').at(-1) ?? ''
  const why = said || 'it does not accept connections'
  const facts = { what: by ? 'PgBouncer' : 'PostgreSQL', code: String(code), why }
  throw new Fault('container_failed', facts, { transient: killed(code) })
}
