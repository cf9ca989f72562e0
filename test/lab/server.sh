#!/bin/sh
# A server of a test's own, like box1 and box2 of the lab, that it may break or take stock of.
#   sh test/lab/server.sh up NAME ADDRESS [--disk MB] [--owner PID]   prints the fingerprint of its host key
#   sh test/lab/server.sh down NAME               ends it and takes everything away
#   sh test/lab/server.sh exec NAME COMMAND...    runs a command in there, as root
#   sh test/lab/server.sh link NAME down|up       takes its line away and gives it back
#   sh test/lab/server.sh engine NAME stop|start|restart
# The address lies between 10.214.0.50 and 10.214.0.250; exit status 3 says that another server has it.
# With --disk its /opt and everything of Docker lie on a file system of that size. With --owner it goes, at the
# latest, when somebody starts a server and the owner's process is no more.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/daemon.sh"
. "$here/users.sh"
. "$here/ssh.sh"
. "$here/engine.sh"
. "$here/network.sh"
. "$here/registry.sh"
. "$here/servers.sh"

usage() { sed -n '3,7s/^#   //p' "$0" >&2; exit 2; }

up() {
  [ $# -ge 2 ] || usage
  name=$1 address=$2 disk='' owner=''
  shift 2
  while [ $# -gt 0 ]; do
    case "$1" in --disk) disk=${2:-} ;; --owner) owner=${2:-} ;; *) usage ;; esac
    [ $# -ge 2 ] && shift 2 || usage
  done
  echo "$name" | grep -qxE '[a-z][a-z0-9-]{0,30}' || fail "$name is no name for a server: small letters, digits, hyphens."
  last=${address#10.214.0.}
  [ "$last" -ge 50 ] 2>/dev/null && [ "$last" -le 250 ] || fail "$address is not between 10.214.0.50 and 10.214.0.250."
  network_probe || fail "there is no lab on this machine: npm run lab"
  mkdir -p "$SERVERS"
  servers_sweep
  mkdir "$SERVERS/$name" 2>/dev/null || fail "there is a server $name already."
  [ -z "$owner" ] || owner_of "$owner" >"$SERVERS/$name/owner"
  server_start "$name" "$address" "$disk"
  code=$?
  [ $code -eq 3 ] && { rm -rf "${SERVERS:?}/$name"; echo "lab: another server has $address" >&2; exit 3; }
  [ $code -eq 0 ] && wait_for 60 "server_probe $name" "server_runs $name" || not_up
  server_fingerprint "$name"
}

not_up() {
  tail -n 5 "$SERVERS/$name"/log "$SERVERS/$name"/*.log >&2
  server_remove "$name"
  fail "$name did not get ready."
}

known() { [ -d "$SERVERS/$1" ] || fail "there is no server $1."; }

link() {
  known "$1"
  case "$2" in down | up) ip link set "$(server_line "$(server_address "$1")")" "$2" ;; *) usage ;; esac
}

engine() {
  known "$1"
  case "$2" in stop | restart) server_exec "$1" sh "$SERVERS/$1/inside.sh" engine-stop "$SERVERS/$1" || exit 1 ;; esac
  case "$2" in
    stop) ;;
    start | restart)
      server_exec "$1" sh "$SERVERS/$1/inside.sh" engine-start "$SERVERS/$1" &&
        wait_for 60 "server_engine_answers $1" || fail "the engine of $1 did not get ready; its log is $SERVERS/$1/docker.log"
      ;;
    *) usage ;;
  esac
}

require_machine
[ $# -ge 2 ] || usage
verb=$1
shift
case "$verb" in
  up) up "$@" ;;
  down)
    case "$1" in box1 | box2) fail "$1 is everybody's: npm run lab -- stop" ;; esac
    server_remove "$1"
    ;;
  exec) known "$1"; server_exec "$@" ;;
  link | engine) [ $# -eq 2 ] || usage; "$verb" "$@" ;;
  *) usage ;;
esac
