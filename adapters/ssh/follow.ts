import { Fault } from '../../core/error.ts'
import type { LongRun, View } from '../../core/ports/host.ts'
import { reasonOf, rest } from '../remote/reason.ts'
import { carrying } from './end.ts'
import { higherFence, lost, refuseLower } from './fence.ts'
import type { Line } from './line.ts'
import { Told } from './told.ts'

const beginWithinMs = 20_000
const endWithinMs = 15_000
/** What `timeout` ends with when it had to end the command, softly and hard. */
const endedByTimeout = [124, 137]

/**
 * A command in a folder of its own on the server, which keeps its process, its output and how it ended. Whoever was
 * cut off asks again from where the output had come to.
 */
export async function follow(line: Line, base: string, run: LongRun, view: View): Promise<{ code: number }> {
  if (!/^[\w.-]{1,120}$/.test(run.id) || run.id.startsWith('.')) throw new Error(`no name for a run: ${run.id}`)
  const { jobId, fence } = line.errand ?? { jobId: 'look', fence: 0 }
  const mark = `${jobId}:${fence}:run:${run.id}`
  // By which the folder is known as the one that this very call began.
  const nonce = crypto.randomUUID()
  const until = performance.now() + run.deadlineMs
  const told = new Told((text) => run.told(text))
  const signal = AbortSignal.any([view.signal, AbortSignal.timeout(run.deadlineMs + beginWithinMs)])
  const seconds = String(Math.max(1, Math.ceil(run.deadlineMs / 1000)))
  try {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const command = [
          'sh',
          '-c',
          script,
          'sh',
          base,
          run.id,
          jobId,
          String(fence),
          nonce,
          seconds,
          String(told.bytes + 1),
        ]
        const { code, errors } = await line.exec([...command, carrying(mark), ...run.command], {
          deadlineMs: Math.max(1000, until - performance.now()) + beginWithinMs,
          signal,
          long: true,
          ...(run.input ? { input: run.input } : {}),
          output(chunk) {
            view.pulse()
            told.add(chunk)
          },
        })
        if (code === higherFence) throw lost(jobId)
        const ended = /^ended (\d+)$/m.exec(errors)?.[1]
        told.end()
        if (ended === undefined) throw vanished(run, errors)
        if (endedByTimeout.includes(Number(ended)) && performance.now() >= until - 100) throw late(run, seconds)
        return { code: Number(ended) }
      } catch (error) {
        if (!(error instanceof Fault && error.transient) || signal.aborted) throw reasonOf(signal) ?? error
        // It goes on over there; the line waits by itself before it is made anew.
        view.pulse()
        await rest(Math.min(1000, 50 * 2 ** attempt), signal)
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error
    await ended(line, mark, run)
    throw view.signal.aborted ? (reasonOf(view.signal) ?? error) : late(run, seconds)
  }
}

/** Cancelled means that nothing of it runs any more. */
async function ended(line: Line, mark: string, run: LongRun): Promise<void> {
  if (await line.end(mark, { deadlineMs: endWithinMs })) return
  throw new Fault('timed_out', { what: `Ending \`${run.command[0] ?? run.id}\``, limit: `${endWithinMs / 1000} s` })
}

function late({ command: [name = 'the command'] }: LongRun, seconds: string): Fault {
  return new Fault('timed_out', { what: `\`${name}\``, limit: `${seconds} s` })
}

function vanished({ command: [name = 'the command'] }: LongRun, errors: string): Fault {
  const why = errors.trim().split('\n').at(-1) || 'its process is gone and left no exit status'
  return new Fault('container_failed', { what: `\`${name}\``, code: 'no exit status', why })
}

/** Only our own call goes to its end; who comes again after a failure wants it tried again. */
const script = [
  'base=$1; root=$1/.pilothouse; run=$1/.pilothouse/runs/$2; id=$2; job=$3; fence=$4; nonce=$5; seconds=$6; from=$7; mark=$8; shift 8',
  'umask 077',
  // Bytes that a shell would drop at the end stay; nothing of it stands in a list of processes.
  'given=$(cat; echo .); given=${given%.}',
  'mkdir -p "$root/fences" "$root/runs" || exit 74',
  `born() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }`,
  'alive() { read -r pid start <"$run/pid" 2>/dev/null && [ -n "$start" ] && [ "$(born "$pid")" = "$start" ]; }',
  'exec 9>"$root/lock" && flock -w 15 9 || exit 74',
  refuseLower,
  'begun=no',
  'if [ -d "$run" ]; then',
  '  if [ "$(cat "$run/by" 2>/dev/null)" = "$nonce" ] || alive || [ "$(cat "$run/status" 2>/dev/null)" = 0 ]; then begun=yes; else rm -rf "$run"; fi',
  'fi',
  'if [ $begun = no ]; then',
  '  mkdir "$run" && : >"$run/output" && printf %s "$fence" >"$run/fence" && printf %s "$nonce" >"$run/by" || exit 74',
  `  printf %s "$given" 2>/dev/null 9>&- | env "$mark" setsid sh -c 'run=$1; seconds=$2; shift 2`,
  `    echo "$$ $(sed "s/.*) //" /proc/$$/stat | cut -d" " -f20)" >"$run/.pid" && mv "$run/.pid" "$run/pid"`,
  `    timeout -k 5 "$seconds" "$@"; echo $? >"$run/.status"; mv "$run/.status" "$run/status"' sh "$run" "$seconds" "$@" >"$run/output" 2>&1 9>&- &`,
  '  n=0; while [ ! -s "$run/pid" ] && [ ! -s "$run/status" ] && [ $n -lt 500 ]; do n=$((n+1)); sleep 0.01; done',
  'fi',
  'exec 9>&-',
  'if alive && [ ! -s "$run/status" ]; then tail -c "+$from" -s 0.05 -f --pid="$pid" "$run/output"; else tail -c "+$from" "$run/output"; fi',
  '[ -s "$run/status" ] && echo "ended $(cat "$run/status")" >&2',
  'exit 0',
].join('\n')
