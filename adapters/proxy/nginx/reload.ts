import { Fault } from '../../../core/error.ts'
import type { Tools } from '../tools.ts'
import { root } from './layout.ts'

const refused = 65
const stale = 67

/**
 * Tests what stands in the files, has nginx read it, and waits until none of the workers from before takes connections
 * any more: each of them renames itself in the moment in which it stops listening.
 */
const script = `
workers() {
  for p in /proc/[0-9]*; do
    read -r title <"$p/cmdline" || :
    case $title in
      'nginx: worker process is shutting down'*) ;;
      'nginx: worker process'*) echo "\${p#/proc/}";;
    esac
  done 2>/dev/null
}
nginx -t -q -c "$1" 2>&1 || exit ${refused}
pid=$(cat /run/nginx.pid) || exit 66
before=" $(workers | tr '\\n' ' ')"
kill -HUP "$pid" || exit 66
for round in $(seq 1 250); do
  left=0; fresh=0
  for one in $(workers); do
    case $before in *" $one "*) left=1;; *) fresh=1;; esac
  done
  [ $left = 0 ] && [ $fresh = 1 ] && exit 0
  sleep 0.02
done
exit ${stale}`

export async function reloaded({ containers, server }: Tools, name: string): Promise<void> {
  const { code, log } = await containers.exec(name, { command: ['sh', '-c', script, 'reload', `${root}/nginx.conf`] })
  if (code === 0) return
  if (code === refused) throw new Fault('proxy_refused', { proxy: name, why: said(log) })
  const last = await containers.log(name, 5)
  throw new Fault('proxy_stale', { proxy: name, server, why: said(`${log}\n${last}`) }, { transient: true })
}

function said(log: string): string {
  const lines = log.split('\n').filter((line) => /emerg|crit|alert|error|warn/.test(line))
  const words = (lines.at(-1) ?? log.trim().split('\n').at(-1) ?? '').replace(/^nginx: |^.*\] (\d+#\d+: )?/, '')
  return words.slice(0, 300) || 'it said nothing'
}
