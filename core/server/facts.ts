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
}

/** One command, so that a look costs one round trip. The text is fixed: the socket comes as an argument of it. */
export function probe(socket: string): readonly string[] {
  return ['sh', '-c', script, 'sh', socket]
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
  'if command -v docker >/dev/null 2>&1; then echo client=yes; fi',
].join('; ')

export function parsedFacts(output: string): Facts {
  const said = new Map(
    output.split('\n').map((line): [string, string] => {
      const cut = line.indexOf('=')
      return [line.slice(0, cut), line.slice(cut + 1).trim()]
    }),
  )
  const number = (name: string) => Number.parseFloat(said.get(name) ?? '') || 0
  const [one = 0, five = 0, fifteen = 0] = (said.get('load') ?? '').split(' ').map(Number)
  const socket = said.get('socket')
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
  }
}
