import { born, passable, refuseLower, unwritten } from './fence.ts'

/**
 * Its process, with a pipe between what it writes and the folder: what is over the limit ends it, and where the disk
 * is full it goes on unheard. Something of it that stays behind may keep the pipe open: that is not waited for.
 */
const runner = [
  'run=$1 seconds=$2 most=$3; shift 3',
  // 153: the kernel let it write no more than that.
  '{ (ulimit -f "$most"; exec cat); case $? in 0|153) ;; *) cat >/dev/null;; esac; } <"$run/pipe" >"$run/output" 2>/dev/null & sink=$!',
  'timeout -k 5 "$seconds" "$@" >"$run/pipe" 2>&1; code=$?',
  'n=0; while kill -0 $sink 2>/dev/null && [ $n -lt 500 ]; do n=$((n+1)); sleep 0.002; done',
  'printf "%s\\n" $code 1<>"$run/status"',
].join('\n')

/**
 * Only our own call goes to its end; who comes again after a failure wants it tried again. Room for its process and
 * how it ended is taken before it begins: it may fill the disk itself.
 */
export const runScript = [
  'base=$1; root=$1/.pilothouse; run=$1/.pilothouse/runs/$2; job=$3; fence=$4; nonce=$5; seconds=$6; most=$7; well=$8; from=$9; shift 9; mark=$1; shift',
  'umask 077',
  // Bytes that a shell would drop at the end stay; nothing of it stands in a list of processes.
  'given=$(cat; echo .); given=${given%.}',
  unwritten,
  `[ -d "$root/fences" ] && [ -d "$root/runs" ] || { ${passable}; mkdir -p "$root/fences" "$root/runs" || unwritten; }`,
  born,
  'alive() { read -r pid start 2>/dev/null <"$run/pid" && [ -n "$start" ] && [ "$(born "$pid")" = "$start" ]; }',
  'ended() { read -r code 2>/dev/null <"$run/status" && [ -n "$code" ]; }',
  'is_ours() { read -r by 2>/dev/null <"$run/by" && [ "$by" = "$nonce" ]; }',
  'exec 9>"$root/lock" && flock -w 15 9 || unwritten',
  refuseLower,
  'if [ -d "$run" ] && { is_ours || alive || { [ "$well" = kept ] && ended && [ "$code" = 0 ]; }; }; then',
  '  alive',
  'else',
  '  [ ! -d "$run" ] || rm -rf "$run"',
  '  mkdir "$run" && mkfifo "$run/pipe" && : >"$run/output" && printf "%40s\\n" "" >"$run/pid" && printf "\\n\\n\\n\\n\\n\\n" >"$run/status" &&',
  '    printf "%s\\n" "$nonce" >"$run/by" || { rm -rf "$run"; unwritten; }',
  `  printf %s "$given" 2>/dev/null 9>&- | env "$mark" setsid sh -c '${runner}' sh "$run" "$seconds" "$most" "$@" >/dev/null 2>&1 9>&- &`,
  // `setsid` makes no process of its own here, so it is the one that was begun.
  '  pid=$!; printf "%s %s\\n" "$pid" "$(born "$pid")" 1<>"$run/pid"',
  'fi',
  'exec 9>&-',
  'if ! ended && [ -n "$pid" ]; then tail -c "+$from" -s 0.005 -f --pid="$pid" "$run/output"; else tail -c "+$from" "$run/output"; fi',
  'ended && echo "ended $code" >&2',
  'exit 0',
].join('\n')
