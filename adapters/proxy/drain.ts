import { Writable } from 'node:stream'
import { proxyNetwork } from '../../core/ports/labels.ts'
import { beside } from './beside.ts'
import type { Tools } from './tools.ts'

/**
 * Waits until the proxy has no open connection to this address and none of its workers is only finishing what it has.
 * A worker that stays for a websocket is waited for no longer than a second of silence.
 */
const script = `
end=$(( $(date +%s) + $2 )); quiet=0; round=0
while :; do
  busy=0
  while read -r _ _ to state _; do
    [ "$to" = "$1" ] && case $state in 01|02|03) busy=1;; esac
  done <"$tcp"
  old=0
  for p in $(processes); do
    title=; read -r title <"/proc/$p/cmdline" || :
    case $title in 'nginx: worker process is shutting down'*) old=1;; esac
  done 2>/dev/null
  if [ $busy = 0 ]; then
    [ $old = 0 ] && exit 0
    quiet=$((quiet + 1)); [ $quiet -ge 20 ] && exit 0
  else quiet=0; fi
  [ "$(date +%s)" -ge $end ] && exit 75
  round=$((round + 1)); [ $((round % 20)) = 0 ] && echo waiting
  sleep 0.05
done`

const marginMs = 30_000

export interface Draining {
  container: string
  port: number
  withinSeconds: number
}

export async function drained(tools: Tools, proxy: string, { container, port, withinSeconds }: Draining) {
  const { containers } = tools
  const [old, standing] = await Promise.all([containers.find(container), containers.find(proxy)])
  const address = old?.addresses?.[proxyNetwork]
  // Nobody comes to it by way of a proxy that does not run, nor to what is on no network with it.
  if (address === undefined || standing?.state !== 'running') return
  const output = new Writable({
    write(_chunk, _encoding, done) {
      tools.view.pulse()
      done()
    },
  })
  const limits = { deadlineMs: withinSeconds * 1000 + marginMs, signal: tools.view.signal, output }
  await beside(tools, standing, script, [asInProc(address, port), String(withinSeconds)], limits)
}

/** `10.0.0.2`, 8069 as the kernel lists it: bytes from behind, in capital letters. */
export function asInProc(address: string, port: number): string {
  const bytes = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'))
  return `${bytes.reverse().join('')}:${port.toString(16).padStart(4, '0')}`.toUpperCase()
}
