import type { ServerReading } from './server.ts'

export type Facts = Omit<ServerReading, 'docker' | 'containers' | 'findings'>

/** One command, so that a look costs one round trip. It is a fixed text: nothing is put into it. */
export const probe: readonly string[] = [
  'sh',
  '-c',
  [
    '. /etc/os-release 2>/dev/null; echo "system=$PRETTY_NAME"',
    'echo "kernel=$(uname -r)"',
    'echo "cores=$(getconf _NPROCESSORS_ONLN)"',
    `awk '/^MemTotal:/{print "memory="$2} /^MemAvailable:/{print "free="$2}' /proc/meminfo`,
    `df -kP / | awk 'NR==2{print "disk="$2; print "diskfree="$4}'`,
    'echo "load=$(cut -d" " -f1-3 /proc/loadavg)"',
    'echo "uptime=$(cut -d. -f1 /proc/uptime)"',
  ].join('; '),
]

export function parsedFacts(output: string): Facts {
  const said = new Map(
    output.split('\n').map((line): [string, string] => {
      const cut = line.indexOf('=')
      return [line.slice(0, cut), line.slice(cut + 1).trim()]
    }),
  )
  const number = (name: string) => Number.parseFloat(said.get(name) ?? '') || 0
  const [one = 0, five = 0, fifteen = 0] = (said.get('load') ?? '').split(' ').map(Number)
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
  }
}
