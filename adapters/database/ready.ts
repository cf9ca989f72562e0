import { Fault } from '../../core/error.ts'
import type { Containers } from '../../core/ports/containers.ts'

/**
 * One call asks again and again over there, quickly at first. By the network: while the cluster is made its server
 * answers on the socket alone and then goes down once more.
 */
const script = `
asked=1
until pg_isready -q -h 127.0.0.1; do
  [ "$asked" -lt "$1" ] || exit 75
  case $asked in ?|1?) sleep 0.1 ;; 2[0-4]) sleep 0.5 ;; *) sleep 5 ;; esac
  asked=$((asked + 1))
done`

export async function untilReady(containers: Containers, container: string, attempts: number): Promise<void> {
  const { code } = await containers.exec(container, { command: ['sh', '-c', script, 'sh', String(attempts)] })
  if (code === 0) return
  const said = (await containers.log(container, 3)).trim().split('\n').at(-1) ?? ''
  const why = said || 'it does not accept connections'
  throw new Fault('container_failed', { what: 'PostgreSQL', code: String(code), why })
}
