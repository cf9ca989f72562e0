# What the lab and `npm ci` (it compiles sqlite3) need from Debian.
PACKAGES="build-essential python3 git ca-certificates curl procps iproute2
  docker.io docker-compose iptables busybox-static openssh-server postgresql-15 chromium fonts-dejavu-core
  docker-registry apache2-utils knot pebble bind9-dnsutils openssl e2fsprogs util-linux kmod
  pgbouncer nginx nginx-common python3-psycopg2 mmdebstrap faketime"

packages_missing() {
  for name in $PACKAGES; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || echo "$name"
  done
}

packages_install() {
  started=$(now)
  # Where the kernel enforces AppArmor, containers do not start without its parser.
  grep -qs Y /sys/module/apparmor/parameters/enabled && PACKAGES="$PACKAGES apparmor"
  missing=$(packages_missing)
  if [ -z "$missing" ]; then
    say "packages are there ($(took "$started"))"
    return
  fi
  say "installing:" $missing
  policy=/usr/sbin/policy-rc.d
  # Without it Debian starts its own sshd, Docker and PostgreSQL. One that was there before stays.
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\n# pilothouse-lab\nexit 101\n' >$policy
    chmod 755 $policy
  fi
  apt_get update && apt_get install $missing
  code=$?
  grep -qs '^# pilothouse-lab$' $policy && rm -f $policy
  [ $code -eq 0 ] || { tail -n 8 "$LOGS/apt.log" >&2; fail "packages could not be installed; the log is $LOGS/apt.log"; }
  say "packages are installed ($(took "$started"))"
}

apt_get() {
  DEBIAN_FRONTEND=noninteractive apt-get -y -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold \
    --no-install-recommends "$@" </dev/null >>"$LOGS/apt.log" 2>&1
}

CHROMIUM=/usr/bin/chromium
chromium_probe() { [ -x $CHROMIUM ]; }
chromium_check() {
  chromium_probe || fail "chromium is installed but $CHROMIUM is not there; the log is $LOGS/apt.log"
  say "chromium is there"
}
