import type { Writable } from 'node:stream'
import type { Container } from '../../core/ports/containers.ts'
import type { RunLimits } from '../../core/ports/host.ts'
import type { Tools } from './tools.ts'

/** Not root there, or that process is not in this container: from the server nothing is to be seen of it. */
export const unseen = 77

/** What a script has: `$tcp`, the connections of the container, and `processes`, the numbers of its processes. */
const seeing = `
first=$1; tcp=/proc/net/tcp
if [ -n "$first" ]; then
  tcp=/proc/$first/net/tcp; below=/proc/$first/task/$first/children
  [ "$(id -u)" = 0 ] && grep -q "$2" "/proc/$first/cgroup" && [ -r "$tcp" ] && [ -r "$below" ] || exit ${unseen}
fi
shift 2
processes() {
  if [ -n "$first" ]; then cat "$below"; else (cd /proc && echo [0-9]*); fi
}
`

/**
 * Runs it with these words where a container's processes are seen: on the server, by the number of the first of them
 * there, which is quicker; where that shows nothing, in the container itself.
 */
export async function beside(
  { containers, run }: Pick<Tools, 'containers' | 'run'>,
  { id, process, name }: Container,
  script: string,
  words: readonly string[],
  { output, ...limits }: RunLimits & { output?: Writable },
): Promise<{ code: number; said: string }> {
  const command = ['sh', '-c', seeing + script, 'beside']
  if (process !== undefined) {
    const seen = await run([...command, String(process), id, ...words], limits)
    if (seen.code !== unseen) return { code: seen.code, said: seen.output }
  }
  const { code, log } = await containers.exec(name, {
    command: [...command, '', '', ...words],
    ...(output && { output }),
  })
  return { code, said: log }
}
