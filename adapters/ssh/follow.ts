import { Fault } from '../../core/error.ts'
import type { LongRun, View } from '../../core/ports/host.ts'
import { reasonOf, rest } from '../remote/reason.ts'
import { carrying } from './end.ts'
import { fullDisk, higherFence, lost, noRoom, passable, refuseLower, unwritten } from './fence.ts'
import type { Line } from './line.ts'
import { Told } from './told.ts'

const beginWithinMs = 20_000
const endWithinMs = 15_000
/** Whoever writes more than anybody reads would fill the disk of the server. */
const mostOutput = 64 * 1024 * 1024
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
          String(mostOutput / 512),
          String(told.bytes + 1),
        ]
        const { code, errors } = await line.exec([...command, carrying(mark), ...run.command], {
          deadlineMs: Math.max(1000, Math.ceil(until - performance.now())) + beginWithinMs,
          signal,
          long: true,
          ...(run.input ? { input: run.input } : {}),
          output(chunk) {
            view.pulse()
            told.add(chunk)
          },
        })
        if (code === higherFence) throw lost(jobId)
        if (code === noRoom) throw fullDisk(line.address.host)
        const ended = /^ended (\d+)$/m.exec(errors)?.[1]
        told.end()
        if (ended === undefined) throw vanished(run, errors)
        if (endedByTimeout.includes(Number(ended)) && performance.now() >= until - 100) throw late(run, seconds)
        if (ended !== '0' && told.bytes >= mostOutput) throw tooMuch()
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

function tooMuch(): Fault {
  return new Fault('output_too_large', { limit: `${mostOutput / 1024 / 1024} MB` })
}

function vanished({ command: [name = 'the command'] }: LongRun, errors: string): Fault {
  const why = errors.trim().split('\n').at(-1) || 'its process is gone and left no exit status'
  return new Fault('container_failed', { what: `\`${name}\``, code: 'no exit status', why })
}

/**
 * Its process, with a pipe between what it writes and the folder: what is over the limit ends it, and where the disk
 * is full it goes on unheard. Something of it that stays behind may keep the pipe open: that is not waited for.
 */
const runner = [
  'run=$1 seconds=$2 most=$3; shift 3',
  'printf "%s %s\\n" $$ "$(sed "s/.*) //" /proc/$$/stat | cut -d" " -f20)" 1<>"$run/.pid"; mv "$run/.pid" "$run/pid"',
  // 153: the kernel let it write no more than that.
  '{ (ulimit -f "$most"; exec cat); case $? in 0|153) ;; *) cat >/dev/null;; esac; } <"$run/pipe" >"$run/output" 2>/dev/null & sink=$!',
  'timeout -k 5 "$seconds" "$@" >"$run/pipe" 2>&1; code=$?',
  'n=0; while kill -0 $sink 2>/dev/null && [ $n -lt 500 ]; do n=$((n+1)); sleep 0.002; done',
  'printf "%s\\n" $code 1<>"$run/.status"; mv "$run/.status" "$run/status"',
].join('\n')

/**
 * Only our own call goes to its end; who comes again after a failure wants it tried again. Room for how it ended is
 * taken before it begins: it may fill the disk itself.
 */
const script = [
  'base=$1; root=$1/.pilothouse; run=$1/.pilothouse/runs/$2; id=$2; job=$3; fence=$4; nonce=$5; seconds=$6; most=$7; from=$8; mark=$9; shift 9',
  passable,
  // Bytes that a shell would drop at the end stay; nothing of it stands in a list of processes.
  'given=$(cat; echo .); given=${given%.}',
  unwritten,
  'mkdir -p "$root/fences" "$root/runs" || unwritten',
  `born() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }`,
  'alive() { read -r pid start <"$run/pid" 2>/dev/null && [ -n "$start" ] && [ "$(born "$pid")" = "$start" ]; }',
  'exec 9>"$root/lock" && flock -w 15 9 || unwritten',
  refuseLower,
  'begun=no',
  'if [ -d "$run" ]; then',
  '  if [ "$(cat "$run/by" 2>/dev/null)" = "$nonce" ] || alive || [ "$(cat "$run/status" 2>/dev/null)" = 0 ]; then begun=yes; else rm -rf "$run"; fi',
  'fi',
  'if [ $begun = no ]; then',
  '  mkdir "$run" && mkfifo "$run/pipe" && : >"$run/output" && printf "%40s\\n" "" >"$run/.pid" && printf "\\n\\n\\n\\n\\n\\n" >"$run/.status" &&',
  '    printf %s "$fence" >"$run/fence" && printf %s "$nonce" >"$run/by" || { rm -rf "$run"; unwritten; }',
  `  printf %s "$given" 2>/dev/null 9>&- | env "$mark" setsid sh -c '${runner}' sh "$run" "$seconds" "$most" "$@" >/dev/null 2>&1 9>&- &`,
  '  n=0; while [ ! -s "$run/pid" ] && [ ! -s "$run/status" ] && [ $n -lt 2000 ]; do n=$((n+1)); sleep 0.002; done',
  'fi',
  'exec 9>&-',
  'if alive && [ ! -s "$run/status" ]; then tail -c "+$from" -s 0.005 -f --pid="$pid" "$run/output"; else tail -c "+$from" "$run/output"; fi',
  '[ -s "$run/status" ] && echo "ended $(cat "$run/status")" >&2',
  'exit 0',
].join('\n')
