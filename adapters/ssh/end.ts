/** Every process that we start carries in its environment whose it is, and so does all that it starts. */
const carrier = 'PILOTHOUSE_CALL'

/**
 * `job:fence:session:call`, or `job:fence:run:id` for what outlives its session. The end is marked, so that no mark
 * begins another; nothing in it needs quoting.
 */
export function carrying(mark: string): string {
  if (!/^[\w.:-]+$/.test(mark)) throw new Error(`no mark: ${mark}`)
  return `${carrier}=${mark}/`
}

/** The numbers of all processes whose mark begins so; those that are dead already carry none. */
export const carriers = `carriers() { grep -lsaF -- "${carrier}=$1" /proc/[0-9]*/environ | cut -d/ -f3; }`

/** What a process carries. */
export const carried = `carried() { tr '\\0' '\\n' 2>/dev/null <"/proc/$1/environ" | sed -n 's/^${carrier}=//p'; }`

/** Ends what carries the mark that is its first argument: softly, then hard. Its end is the proof. */
export const endScript = [
  carriers,
  'n=0',
  'while :; do',
  'p=$(carriers "$1/")',
  '[ -z "$p" ] && exit 0',
  'if [ $n -eq 0 ]; then kill -TERM $p 2>/dev/null; elif [ $n -ge 20 ]; then kill -KILL $p 2>/dev/null; fi',
  'n=$((n+1)); [ $n -gt 80 ] && exit 1',
  'sleep 0.05',
  'done',
].join('\n')
