import type { Ground } from './ground.rule.ts'
import type { ServerReading } from './server.ts'

/** What the host itself says, apart from its engine. */
export interface Facts extends Omit<ServerReading, 'docker' | 'containers' | 'findings'> {
  /** As whom we are there. */
  user: string
  /** The host's own clock, in milliseconds; null where it did not say. */
  clock: number | null
  /** Whether the engine's socket is there, and ours to use. */
  socket: 'usable' | 'refused' | 'missing'
  client: boolean
  ground: Ground
}

/** One command, so that a look costs one round trip. The text is fixed: the socket comes as an argument of it. */
export function probe(
  socket: string,
  base: string,
  hostRoot: string | null,
  names: readonly string[],
): readonly string[] {
  return ['sh', '-c', script, 'sh', socket, base, hostRoot ?? '', ...names]
}

const script = [
  '. /etc/os-release 2>/dev/null; echo "system=$PRETTY_NAME"',
  'echo "kernel=$(uname -r)"',
  'echo "cores=$(getconf _NPROCESSORS_ONLN)"',
  `awk '/^MemTotal:/{print "memory="$2} /^MemAvailable:/{print "free="$2}' /proc/meminfo`,
  `df -kP / | awk 'NR==2{print "disk="$2; print "diskfree="$4}'`,
  'echo "load=$(cut -d" " -f1-3 /proc/loadavg)"',
  'echo "uptime=$(cut -d. -f1 /proc/uptime)"',
  'echo "user=$(id -un)"',
  'echo "clock=$(date +%s)"',
  'if [ -r "$1" ] && [ -w "$1" ]; then echo socket=usable; elif [ -e "$1" ]; then echo socket=refused; fi',
  // The folder itself, or the nearest above it that is there.
  'near=$2; while [ ! -e "$near" ]; do near=$(dirname "$near"); done',
  'echo "base=$2"; if [ -w "$near" ]; then echo writable=yes; else echo writable=no; fi',
  `df -kP "$near" | awk 'NR==2{print "basefree="$4}'`,
  `[ -d /var/lib/docker ] && df -kP /var/lib/docker 2>/dev/null | awk 'NR==2{print "enginefree="$4}'`,
  // Ports as the kernel writes them, and 0A for one that is listened on.
  'for port in 80:0050 443:01BB; do n=${port%:*}; if ! cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -qE ":${port#*:} [0-9A-F]+:0000 0A"; then echo "port$n=free"; elif grep -lsaF "docker-proxy" /proc/[0-9]*/cmdline 2>/dev/null | while read -r f; do tr "\\0" " " <"$f"; echo; done | grep -q -- "-host-port $n "; then echo "port$n=container"; else echo "port$n=other"; fi; done',
  'if command -v git >/dev/null 2>&1; then echo git=yes; else echo git=no; fi',
  // As sshd starts it: it reads its files then.
  'a=$(date +%s%N); SHLVL=0 "${SHELL:-/bin/sh}" -c : >/dev/null 2>&1 </dev/null; b=$(date +%s%N); case "$a$b" in *N*) ;; *) echo "shell=$(( (b - a) / 1000000 ))";; esac',
  'if [ -n "$3" ]; then echo "root=$3"; if [ -d "$3" ]; then echo rootthere=yes; else echo rootthere=no; fi; fi',
  'shift 3; for name; do { if timeout 5 getent hosts "$name" >/dev/null 2>&1; then echo "resolves=$name"; else echo "unknown=$name"; fi; } & done; wait',
  'if command -v docker >/dev/null 2>&1; then echo client=yes; fi',
].join('; ')

export function parsedFacts(output: string): Facts {
  const lines = output.split('\n').map((line): [string, string] => {
    const cut = line.indexOf('=')
    return [line.slice(0, cut), line.slice(cut + 1).trim()]
  })
  const said = new Map(lines)
  const all = (name: string) => lines.flatMap(([key, value]) => (key === name ? [value] : [])).sort()
  const number = (name: string) => Number.parseFloat(said.get(name) ?? '') || 0
  const [one = 0, five = 0, fifteen = 0] = (said.get('load') ?? '').split(' ').map(Number)
  const socket = said.get('socket')
  const yes = (name: string) => (said.has(name) ? said.get(name) === 'yes' : null)
  const megabytes = (name: string) => (said.has(name) ? Math.round(number(name) / 1024) : null)
  const port = (name: string) => {
    const who = said.get(name)
    return who === 'free' || who === 'container' || who === 'other' ? who : null
  }
  return {
    system: said.get('system') || 'unknown',
    kernel: said.get('kernel') || 'unknown',
    cores: number('cores'),
    memoryMb: Math.round(number('memory') / 1024),
    memoryFreeMb: Math.round(number('free') / 1024),
    diskMb: Math.round(number('disk') / 1024),
    diskFreeMb: Math.round(number('diskfree') / 1024),
    load: [one, five, fifteen],
    uptimeSeconds: number('uptime'),
    user: said.get('user') || 'this user',
    clock: number('clock') > 0 ? number('clock') * 1000 : null,
    socket: socket === 'usable' || socket === 'refused' ? socket : 'missing',
    client: said.get('client') === 'yes',
    ground: {
      base: { folder: said.get('base') ?? '', writable: yes('writable'), freeMb: megabytes('basefree') },
      hostRoot: { folder: said.get('root') ?? '', there: yes('rootthere') },
      engineFreeMb: megabytes('enginefree'),
      ports: { 80: port('port80'), 443: port('port443') },
      names: { known: all('resolves'), unknown: all('unknown') },
      git: yes('git'),
      shellMs: said.has('shell') ? number('shell') : null,
    },
  }
}
