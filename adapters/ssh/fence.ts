import { Fault } from '../../core/error.ts'
import type { Errand, RunLimits } from '../../core/ports/host.ts'
import { call } from './call.ts'
import { carried, carriers } from './end.ts'
import type { Live } from './live.ts'

/** Whose connection it is, and in which folder of the server the fences stand. */
export interface Fenced {
  errand: Errand
  base: string
}

const fenceWithinMs = 20_000
export const higherFence = 75
const noFolder = 73
export const noRoom = 72
const staysAlive = 76

/**
 * Writes whose job it is now, and ends all that carries a lower fence: its commands, its runs, and the SSH session
 * itself, so that a worker that lives on has no line and gets none again.
 */
export function fenced(live: Live, whose: Fenced, limits: RunLimits): Promise<void> {
  return fence(live, whose, limits, 'goes on')
}

/** The same, and all others of this job: its long runs of this very fence too. */
export function ended(live: Live, whose: Fenced, limits: RunLimits): Promise<void> {
  return fence(live, whose, limits, 'ends')
}

async function fence(
  live: Live,
  { errand, base }: Fenced,
  limits: RunLimits,
  ownRuns: 'goes on' | 'ends',
): Promise<void> {
  const { jobId } = errand
  const command = ['sh', '-c', script, 'sh', base, jobId, String(errand.fence), live.name, ownRuns]
  const deadlineMs = Math.max(limits.deadlineMs, fenceWithinMs)
  const ran = await call(live, {
    command,
    mark: `${jobId}:${errand.fence}:${live.name}:${ownRuns === 'ends' ? live.nextCall() : 0}`,
    deadlineMs,
    signal: limits.signal,
    input: undefined,
    output: undefined,
  })
  if (ran.code === 0) return
  const server = live.server
  if (ran.code === higherFence) throw lost(jobId)
  if (ran.code === noFolder) {
    throw new Fault('base_folder_refused', { user: ran.output.trim() || 'this user', base, server })
  }
  if (ran.code === noRoom) throw fullDisk(server)
  if (ran.code === staysAlive)
    throw new Fault('timed_out', { what: 'Ending an earlier worker of this job', limit: '5 s' })
  const why = ran.errors.trim() || `the fence ended with ${ran.code}`
  throw new Fault('server_unreachable', { server, why }, { transient: true })
}

/** Somebody else has this job: whatever we would do now would be done twice. */
export function lost(jobId: string): Fault {
  return new Fault('worker_lost', { id: jobId })
}

export function fullDisk(server: string): Fault {
  return new Fault('disk_full', { server })
}

/** The base is for everybody to pass through, what is in our own folder is for us alone. */
export const passable = 'umask 022; mkdir -p "$base" 2>/dev/null; umask 077'

/** Where nothing can be written, why: a full disk is nothing that mends itself. */
export const unwritten = `unwritten() { df -Pk "$base" 2>/dev/null | awk 'NR == 2 && $4 < 16 { full = 1 } END { exit !full }' && exit ${noRoom}; exit 74; }`

/** Under the lock, before a run is begun too: sets nothing, and ends where a higher one stands there. */
export const refuseLower = `had=0; read -r had 2>/dev/null <"$root/fences/$job"; [ "\${had:-0}" -gt "$fence" ] && exit ${higherFence}`

/** When a process was started, which tells it from another of the same number: the 20th after its name. */
export const born =
  'born() { read -r stat 2>/dev/null <"/proc/$1/stat" || return 1; set -- ${stat##*) }; shift 19; echo "$1"; }'

const script = [
  'base=$1; root=$1/.pilothouse; job=$2; fence=$3; session=$4; runs=$5',
  carriers,
  carried,
  unwritten,
  passable,
  `if ! mkdir -p "$root/fences" "$root/sessions" "$root/runs" 2>/dev/null || [ ! -w "$root/fences" ]; then id -un; (unwritten); [ $? = ${noRoom} ] && exit ${noRoom}; exit ${noFolder}; fi`,
  'exec 9>"$root/lock" && flock -w 15 9 || exit 74',
  refuseLower,
  'printf "%s\\n" "$fence" >"$root/fences/.$job.$session" && mv -f "$root/fences/.$job.$session" "$root/fences/$job" || unwritten',
  `parent() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f2; }`,
  born,
  'own=$PPID',
  'while :; do case "$(cat "/proc/$own/comm" 2>/dev/null)" in sshd*|dropbear*) break;; "") own=0; break;; esac; own=$(parent "$own"); [ "${own:-0}" -gt 1 ] || { own=0; break; }; done',
  '[ "$own" = 0 ] || printf "%s %s\\n" "$own" "$(born "$own")" >"$root/sessions/$job.$fence.$session"',
  // Lower is who has a lower fence, and an earlier connection of ours that dropped.
  'lower() { f=$1; s=$2; [ "$f" -lt "$fence" ] || { [ "$f" -eq "$fence" ] && [ "$s" != "$session" ] && { [ "$s" != run ] || [ "$runs" = ends ]; }; }; }',
  'n=0',
  'while :; do',
  'left=""',
  'for record in "$root/sessions/$job".*; do',
  '[ -e "$record" ] || continue',
  'name=${record#"$root/sessions/$job".}; f=${name%%.*}; s=${name#*.}',
  'lower "$f" "$s" || continue',
  'read -r pid start <"$record"',
  'if [ -n "$pid" ] && [ "$(born "$pid")" = "$start" ]; then left="$left $pid"; else rm -f "$record"; fi',
  'done',
  'for pid in $(carriers "$job:"); do',
  'v=$(carried "$pid"); [ -n "$v" ] || continue',
  'rest=${v#*:}; f=${rest%%:*}; rest=${rest#*:}; s=${rest%%:*}',
  'lower "$f" "$s" && left="$left $pid"',
  'done',
  '[ -z "$left" ] && break',
  `n=$((n+1)); [ $n -gt 60 ] && exit ${staysAlive}`,
  'if [ $n -gt 10 ]; then kill -KILL $left 2>/dev/null; else kill -TERM $left 2>/dev/null; fi',
  'sleep 0.05',
  'done',
  // What nobody asks for any more.
  'find "$root/runs" -mindepth 1 -maxdepth 1 -mtime +7 -exec rm -rf {} + 2>/dev/null',
  'find "$root/fences" "$root/sessions" -type f -mtime +30 -exec rm -f {} + 2>/dev/null',
  'exit 0',
].join('\n')
