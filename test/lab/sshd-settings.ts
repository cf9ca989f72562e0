import { type OwnServer, wellDone } from './own-server.ts'

/**
 * The sshd of a server by other settings: changed by a command that takes their file as its last word. It reads them by
 * starting itself anew; done when it listens again, for in between it refuses everybody.
 */
export async function sshdBy(server: OwnServer, change: string): Promise<void> {
  const script = `pid=$(cat /run/sshd.pid); settings=$(tr '\\0' ' ' </proc/$pid/cmdline | sed 's/.* -f \\([^ ]*\\).*/\\1/')
  listens() { ss -Htlne 'sport = :22' | sed -n 's/.* ino:\\([0-9]*\\).*/\\1/p' | sort; }
  before=$(listens)
  ${change} "$settings" && kill -HUP $pid || exit 1
  for look in $(seq 1200); do
    now=$(listens)
    [ -n "$now" ] && [ "$now" != "$before" ] && exit 0
    sleep 0.05
  done
  echo 'it does not listen again'; exit 1`
  wellDone(await server.exec('sh', '-c', script))
}
