import { Fault } from '../../../core/error.ts'
import type { Containers } from '../../../core/ports/containers.ts'
import { beside, unseen } from '../beside.ts'
import type { Tools } from '../tools.ts'
import { root } from './layout.ts'

/** In looks. Mostly it is over within five: whoever is not there by now may have read something that is wrong. */
const patience = { doubt: 40, most: 500 }
const marginMs = 30_000
/** How it ends where a worker from before still takes connections; it tells them then. */
const still = 75

/**
 * Tells nginx to read its files, and waits until none of the workers from before takes connections any more: each of
 * them renames itself in the moment in which it stops listening. With those of an earlier look (`$2`) it only waits.
 * Not by the engine: a container that it sends a signal itself is one that it does not start again after a reboot.
 */
const script = `
taking() {
  for p in $(processes); do
    title=; read -r title <"/proc/$p/cmdline" || :
    case $title in
    'nginx: worker process is shutting down'*) ;;
    'nginx: worker process'*) printf '%s ' "$p" ;;
    esac
  done 2>/dev/null
}
before=$2
if [ -z "$before" ]; then
  before=$(taking)
  if [ -z "$first" ]; then kill -HUP "$(cat /run/nginx.pid)" || exit 1
  else [ "$(cat "/proc/$first/comm")" = nginx ] && kill -HUP "$first" || exit ${unseen}; fi
fi
looks=0
while :; do
  now=$(taking); over=$now
  for p in $now; do
    case " $before" in *" $p "*) over= ;; esac
  done
  [ -n "$over" ] && exit 0
  looks=$((looks + 1))
  [ $looks -lt "$1" ] || { printf '%s' "$before"; exit ${still}; }
  sleep 0.01
done`

/** What is wrong in its files nginx refuses, and goes on as before. */
export async function reloaded(tools: Tools, name: string): Promise<void> {
  const { containers, view } = tools
  const proxy = await containers.find(name)
  if (proxy?.state !== 'running') throw await stale(tools, name)
  const limits = { deadlineMs: marginMs, signal: view.signal }
  const first = await beside(tools, proxy, script, [String(patience.doubt), ''], limits)
  if (first.code === 0) return
  if (first.code !== still) throw await stale(tools, name)
  await refuseWrong(containers, name)
  const second = await beside(tools, proxy, script, [String(patience.most), first.said], limits)
  if (second.code !== 0) throw await stale(tools, name)
}

async function stale({ containers, server }: Tools, name: string): Promise<Fault> {
  const why = said(await containers.log(name, 5))
  return new Fault('proxy_stale', { proxy: name, server, why }, { transient: true })
}

async function refuseWrong(containers: Pick<Containers, 'exec'>, name: string): Promise<void> {
  const { code, log } = await containers.exec(name, { command: ['nginx', '-t', '-q', '-c', `${root}/nginx.conf`] })
  if (code !== 0) throw new Fault('proxy_refused', { proxy: name, why: said(log) })
}

function said(log: string): string {
  const lines = log.split('\n').filter((line) => /emerg|crit|alert|error|warn/.test(line))
  const words = (lines.at(-1) ?? log.trim().split('\n').at(-1) ?? '').replace(/^nginx: |^.*\] (\d+#\d+: )?/, '')
  return words.slice(0, 300) || 'it said nothing'
}
