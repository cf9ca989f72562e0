/** What runs inside containers of PostgreSQL's image. Names come as arguments: nothing is put into these texts. */

/** It lies in what is the engine's, or another one's: only root reaches it. */
export const needsRoot = 77

/**
 * Arguments: where templates, the volume and the data lie, the marker, template, database. Half a copy is marked as one
 * until it is whole; the folder's time says when it was used.
 */
export const copying = `
set -eu
to=$2 data=$3 marker=$4 from=$1/$5 files=$3/filestore/$6
[ "$(id -u)" = 0 ] && [ -w "$to" ] || exit ${needsRoot}
[ -f "$from/lock" ] || exit 3
exec 9<"$from/lock"
flock -s 9
[ -d "$from/postgres" ] || exit 3
[ -z "$marker" ] || : >"$marker"
touch "$from"
cp -a "$from/postgres/." "$to/" &
mkdir -p "$files"
cp -a "$from/filestore/." "$files/"
chown -R "$(stat -c %u:%g "$data")" "$data/filestore"
wait $!
[ -z "$marker" ] || rm -f "$marker"`

/** Arguments: template, the dump's file, the database in it, the role it belongs to, how many are kept, the blank one. */
export const making = `
set -eu
name=$1 dump=/dumps/$2 files=/data/filestore/$3 role=$4 kept=$5 blank=$6
exec 8>/templates/.lock
flock 8
part=/templates/.part
trap 'rm -rf "$part" "$dump"' EXIT
[ ! -d "/templates/$name" ] || exit 0
export PGDATA="$part/postgres" PGUSER=postgres PGHOST=/tmp PGDATABASE=postgres
as() {
  if command -v gosu >/dev/null; then gosu postgres "$@"
  elif command -v su-exec >/dev/null; then su-exec postgres "$@"
  else setpriv --reuid=postgres --regid=postgres --init-groups "$@"; fi
}
begin() {
  rm -rf "$part"
  mkdir -p "$part/postgres" "$part/filestore"
  chown postgres "$part/postgres"
  chmod 711 "$part" && chmod 700 "$part/postgres"
}
start() { as pg_ctl -s -w -l /dev/null -o '-c listen_addresses= -c fsync=off -c unix_socket_directories=/tmp' start; }
stop() {
  as pg_ctl -s -w -m fast stop
  as pg_resetwal "$PGDATA" >/dev/null
  touch "$part/lock"
  sync
}
if [ ! -d "/templates/$blank" ]; then
  begin
  as initdb -N --auth-local=trust --auth-host=scram-sha-256 -E UTF8 --locale=C.UTF-8 >/dev/null
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  start
  psql -Xq -v ON_ERROR_STOP=1 -v role="$role" <<'SQL'
CREATE ROLE :"role" LOGIN;
CREATE DATABASE pilothouse_template OWNER :"role" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C';
\\c pilothouse_template
CREATE EXTENSION pg_trgm;
CREATE EXTENSION unaccent;
SQL
  stop
  for old in /templates/blank-*; do
    (flock -n 9 && rm -rf "$old") 9<"$old/lock" || true
  done 2>/dev/null
  mv "$part" "/templates/$blank"
fi
begin
cp -a "/templates/$blank/postgres/." "$PGDATA/"
start
pg_restore --exit-on-error -d pilothouse_template "$dump"
psql -Xq -d pilothouse_template -c 'VACUUM ANALYZE'
psql -XAtq -d pilothouse_template -o /tmp/files \\
  -c 'SELECT DISTINCT store_fname FROM ir_attachment WHERE store_fname IS NOT NULL'
while read -r file; do
  mkdir -p "$part/filestore/$(dirname "$file")"
  cp -p "$files/$file" "$part/filestore/$file"
done </tmp/files
stop
mv "$part" "/templates/$name"
cd /templates
for old in $(ls -1t | grep -v '^blank-' | tail -n "+$((kept + 1))"); do
  (flock -n 9 && rm -rf "./$old") 9<"$old/lock" || true
done`
