#!/bin/sh
# The lab: real servers for the tests, on this machine, outside the checkout.
#   sh test/lab/lab.sh          install and start what is missing (safe to repeat, safe twice at once)
#   sh test/lab/lab.sh stop     end everything it started; what it stored stays
#   sh test/lab/lab.sh status   print what answers; exit status 1 when a part does not
# Tests find it through /run/pilothouse-lab/endpoints.json and nothing else.
# A part that answers is never restarted, because another checkout may be testing on it:
# a changed setting takes effect after `stop`. To begin from nothing: stop, rm -r /var/lib/pilothouse-lab.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/daemon.sh"
. "$here/packages.sh"
. "$here/users.sh"
. "$here/ssh.sh"
. "$here/engine.sh"
. "$here/docker.sh"
. "$here/postgres.sh"
. "$here/network.sh"
. "$here/registry.sh"
. "$here/mirror.sh"
. "$here/bootstrap.sh"
. "$here/images.sh"
. "$here/mirrors.sh"
. "$here/servers.sh"
. "$here/boxes.sh"
. "$here/dns.sh"
. "$here/acme.sh"
. "$here/endpoints.sh"

up() {
  # A file that promises a broken lab is worse than none: tests would fail instead of being skipped.
  trap 'code=$?; [ $code -eq 0 ] || rm -f "$ENDPOINTS"' EXIT
  make_folders
  packages_install
  make_users
  part ssh
  part docker
  part idle
  part postgres
  part network
  part registry
  part images
  part mirrors
  part dns
  part acme
  servers_sweep
  part box1
  part box2
  chromium_check
  endpoints_write
  say "endpoints: $ENDPOINTS"
}

stop() {
  rm -f "$ENDPOINTS"
  [ -d "$ROOT" ] || { say "nothing was ever started here"; return; }
  for name in servers acme dns mirrors registry network postgres ssh docker; do
    started=$(now)
    "${name}_stop"
    say "$name stopped ($(took "$started"))"
  done
  rm -rf --one-file-system "$RUN"
}

status() {
  code=0
  for name in ssh docker idle postgres network registry images mirrors dns acme box1 box2 chromium; do
    if "${name}_probe" >/dev/null 2>&1; then say "$name answers"; else say "$name does not answer"; code=1; fi
  done
  if [ -f "$ENDPOINTS" ]; then say "endpoints: $ENDPOINTS"; else say "endpoints: none"; code=1; fi
  return $code
}

# flock -o keeps the lock out of the daemons: one that inherited it would hold it for ever.
locked() {
  flock -n "$LOCK" true || say "another run is at work, waiting for it"
  exec flock -o -w 1200 "$LOCK" sh "$here/lab.sh" --locked "$1"
}

require_machine
case "${1:-up}" in
  up | stop) locked "${1:-up}" ;;
  status) status ;;
  --locked) "$2" ;;
  *) fail "usage: lab.sh [up|stop|status]" ;;
esac
