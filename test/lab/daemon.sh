# Where the lab lives, and how its daemons are started, found and ended.
ROOT=/var/lib/pilothouse-lab
RUN=/run/pilothouse-lab
LOGS=$ROOT/log
ENDPOINTS=$RUN/endpoints.json
LOCK=/run/pilothouse-lab.lock

PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH
LC_ALL=C
export PATH LC_ALL
umask 022

say() { echo "lab: $*"; }
fail() { echo "lab: $*" >&2; exit 1; }

require_machine() {
  release=$( (. /etc/os-release && echo "${ID:-}-${VERSION_ID:-}") 2>/dev/null)
  [ "$release" = debian-12 ] || fail "the lab needs Debian 12; this machine is ${release:-something else}."
  [ "$(id -u)" = 0 ] || fail "the lab installs packages and starts servers, so it must be run as root."
}

make_folders() {
  mkdir -p "$ROOT" "$LOGS" "$RUN"
  chmod 755 "$ROOT" "$RUN" # the lab's other users pass through to keys and sockets
}

now() { echo $(($(date +%s%N) / 1000000)); }
took() { ms=$(($(now) - $1)); printf '%d.%d s' $((ms / 1000)) $((ms % 1000 / 100)); }

# Processes are found by name and a path in their arguments, not by pid files: those go stale.
pids_of() {
  for pid in $(pgrep -x "$1"); do
    tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF -- "$2" && echo "$pid"
  done
}

tree_of() {
  for pid in "$@"; do
    echo "$pid"
    # shellcheck disable=SC2046
    (tree_of $(pgrep -P "$pid"))
  done
}

# A zombie has no command line, and nobody needs to wait for one.
alive() {
  for pid in "$@"; do
    [ -n "$(tr '\0' x 2>/dev/null <"/proc/$pid/cmdline")" ] && return 0
  done 2>/dev/null
  return 1
}

# end SIGNAL SECONDS PID...: ask, wait, then kill.
end() {
  signal=$1 deadline=$(($(now) + $2 * 1000))
  shift 2
  [ $# -gt 0 ] || return 0
  kill "-$signal" "$@" 2>/dev/null
  while alive "$@"; do
    [ "$(now)" -lt "$deadline" ] || { kill -KILL "$@" 2>/dev/null; sleep 0.2; return 0; }
    sleep 0.05
  done
}

# setsid and closed streams: a daemon that holds our output open hangs whoever waits for it.
launch() {
  log=$LOGS/$1.log
  shift
  (cd / && exec setsid "$@" </dev/null >"$log" 2>&1) &
}

# wait_for SECONDS PROBE [RUNS], each a function and its arguments in one word: gives up early once the
# process is gone (after a moment to get going).
wait_for() {
  begun=$(now)
  until $2 >/dev/null 2>&1; do
    passed=$(($(now) - begun))
    [ $passed -lt $(($1 * 1000)) ] || return 1
    # Twice not there is gone: a busy machine may show a process late.
    [ $passed -lt 1500 ] || [ -z "${3:-}" ] || ${3:-} || { sleep 0.5; ${3:-}; } || return 1
    sleep 0.1
  done
}

# A busy machine answers late, so a part that runs gets 15 s before it is taken for broken and replaced.
part() {
  started=$(now)
  if "$1_runs" && wait_for 15 "$1_probe"; then
    say "$1 was up ($(took "$started"))"
    return
  fi
  "$1_stop"
  "$1_start" || fail "$1 could not be started; its log is $LOGS/$1.log"
  wait_for 60 "$1_probe" "$1_runs" || not_ready "$1"
  say "$1 is up ($(took "$started"))"
}

not_ready() {
  tail -n 8 "$LOGS/$1.log" >&2
  fail "$1 did not get ready in $(took "$started"); its log is $LOGS/$1.log"
}

listening() { [ -n "$(ss -ltnH "sport = :$1")" ]; }

# port_for NAME FIRST: the port of last time, so that it is stable, else the first free one.
# Call it with FIRST below the kernel's range for outgoing connections, which takes ports at random.
port_for() {
  mkdir -p "$ROOT/port"
  port=$(cat "$ROOT/port/$1" 2>/dev/null || echo "$2")
  for _ in 1 2 3 4 5 6 7 8 9 10; do listening "$port" || break; sleep 0.2; done
  while listening "$port"; do port=$((port + 1)); done
  echo "$port" >"$ROOT/port/$1"
}
port_of() { cat "$ROOT/port/$1" 2>/dev/null; }
