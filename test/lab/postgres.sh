# A PostgreSQL 15 cluster of its own, in which each test run makes its own databases.
PG=$ROOT/postgres
PG_BIN=/usr/lib/postgresql/15/bin

postgres_pids() { pids_of postgres "-D $PG/data"; }
postgres_runs() { [ -n "$(postgres_pids)" ]; }
as_postgres() { (cd / && setpriv --reuid=postgres --regid=postgres --init-groups "$@"); }

postgres_probe() {
  [ -S "$RUN/postgres/.s.PGSQL.$(port_of postgres)" ] &&
    PGPASSWORD=$(cat "$PG/password") PGCONNECT_TIMEOUT=5 timeout 10 $PG_BIN/psql -XAtq -h 127.0.0.1 \
      -p "$(port_of postgres)" -U lab -d postgres -c 'select 1'
}

postgres_start() {
  mkdir -p "$PG" "$RUN/postgres"
  chown postgres:postgres "$PG" "$RUN/postgres"
  chmod 700 "$PG"
  port_for postgres 25432
  [ -s "$PG/data/PG_VERSION" ] || postgres_init || return 1
  postgres_launch
  wait_for 60 postgres_probe postgres_runs && return
  # Without fsync a machine that lost its power can leave a broken cluster; nothing in it is worth keeping.
  say "postgres does not come up with the cluster it has; starting over with an empty one"
  postgres_stop
  rm -rf "$PG/data"
  postgres_init && postgres_launch
}

# Made aside and then renamed, so that a run that is killed leaves no half a cluster behind.
postgres_init() {
  rm -rf "$PG/data" "$PG/data.new"
  od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$PG/password"
  chown postgres:postgres "$PG/password"
  chmod 600 "$PG/password"
  as_postgres $PG_BIN/initdb -D "$PG/data.new" -U lab --pwfile="$PG/password" --auth=scram-sha-256 \
    -E UTF8 --locale=C.UTF-8 --no-sync </dev/null >"$LOGS/postgres.log" 2>&1 && mv "$PG/data.new" "$PG/data"
}

postgres_launch() {
  # By now none of ours runs. The pid in it may be a zombie's or a stranger's, and PostgreSQL believes it.
  rm -f "$PG/data/postmaster.pid"
  launch postgres setpriv --reuid=postgres --regid=postgres --init-groups $PG_BIN/postgres -D "$PG/data" \
    -c listen_addresses=127.0.0.1 -c port="$(port_of postgres)" -c unix_socket_directories="$RUN/postgres" \
    -c max_connections=300 -c fsync=off -c synchronous_commit=off -c full_page_writes=off
}

# INT is PostgreSQL's fast shutdown: TERM would wait for every client to leave.
postgres_stop() {
  # shellcheck disable=SC2046
  {
    end INT 20 $(postgres_pids)
    end QUIT 5 $(postgres_orphans)
  }
}

# A backend at work outlives a postmaster that was killed, and no new one starts beside it.
postgres_orphans() {
  for pid in $(pgrep -x postgres); do
    [ "$(readlink "/proc/$pid/cwd")" = "$PG/data" ] && echo "$pid"
  done
}
