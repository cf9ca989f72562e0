#!/bin/bash
# What the official image's entrypoint does, as far as a deploy sees it. While it initialises, a server
# answers on the socket alone and then goes down again: who polls by the socket is fooled, as over there.
set -Eeo pipefail

# from_file NAME DEFAULT: the setting, or the content of the file that NAME_FILE names.
from_file() {
  local file="${1}_FILE"
  if [ "${!1:-}" ] && [ "${!file:-}" ]; then
    printf >&2 'error: both %s and %s are set (but are exclusive)\n' "$1" "$file"
    exit 1
  fi
  local value=${2:-}
  if [ "${!1:-}" ]; then value=${!1}; elif [ "${!file:-}" ]; then value=$(<"${!file}"); fi
  export "$1"="$value"
  unset "$file"
}

own_folders() {
  mkdir -p "$PGDATA" /run/postgresql
  chmod 700 "$PGDATA" || :
  [ "$(id -u)" != 0 ] || find "$PGDATA" \! -user postgres -exec chown postgres '{}' +
}

initialise() {
  if [ -z "$POSTGRES_PASSWORD" ] && [ "${POSTGRES_HOST_AUTH_METHOD:-}" != trust ]; then
    echo >&2 'Error: Database is uninitialized and superuser password is not specified.'
    echo >&2 '       You must specify POSTGRES_PASSWORD to a non-empty value for the superuser.'
    exit 1
  fi
  # shellcheck disable=SC2086
  initdb --username="$POSTGRES_USER" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") --locale=C.UTF-8 -E UTF8 \
    ${POSTGRES_INITDB_ARGS:-} "$PGDATA"
  printf '\nhost all all all %s\n' "${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >>"$PGDATA/pg_hba.conf"
  PGUSER=$POSTGRES_USER pg_ctl -D "$PGDATA" -o "$(printf '%q ' "$@" -c listen_addresses= -p 5432)" -w start
  export PGPASSWORD=$POSTGRES_PASSWORD
  local sql=(psql -v ON_ERROR_STOP=1 --no-psqlrc --no-password --username "$POSTGRES_USER")
  if [ "$POSTGRES_DB" != postgres ]; then
    "${sql[@]}" --dbname postgres --set db="$POSTGRES_DB" <<<'CREATE DATABASE :"db" ;'
  fi
  local file
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sh) echo "$0: running $file"; . "$file" ;;
      *.sql) echo "$0: running $file"; "${sql[@]}" --dbname "$POSTGRES_DB" -f "$file" ;;
    esac
  done
  unset PGPASSWORD
  PGUSER=$POSTGRES_USER pg_ctl -D "$PGDATA" -m fast -w stop
  printf '\nPostgreSQL init process complete; ready for start up.\n\n'
}

[ "${1:0:1}" != - ] || set -- postgres "$@"
if [ "$1" = postgres ]; then
  own_folders
  if [ "$(id -u)" = 0 ]; then
    exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
  fi
  if [ -s "$PGDATA/PG_VERSION" ]; then
    printf '\nPostgreSQL Database directory appears to contain a database; Skipping initialization\n\n'
  else
    from_file POSTGRES_PASSWORD
    from_file POSTGRES_USER postgres
    from_file POSTGRES_DB "$POSTGRES_USER"
    initialise "${@:2}"
  fi
fi
exec "$@"
