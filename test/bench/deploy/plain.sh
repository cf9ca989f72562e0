#!/bin/sh
# The same deploy by hand, step by step: what a careful person's script does with the docker client, over one
# multiplexed ssh connection. What deploys are measured against.
#   plain.sh fresh ID NAME | module ID NAME MODULE | code ID NAME
# From the environment: HOST, SSH (command line of ssh with its options), REPO, POSTGRES, PGBOUNCER, ODOO, NGINX.
set -eu
PATH=$TOOLS:$PATH # an `ssh` that takes the one connection, for the docker client too
DOCKER_HOST=ssh://root@$HOST
export PATH DOCKER_HOST

act=$1 id=$2 name=$3
base=/opt/plain/$id

on() { ssh "root@$HOST" "$@"; }

ready() { # NAME COMMAND...: until it answers
  container=$1
  shift
  until docker exec "$container" "$@" >/dev/null 2>&1; do sleep 0.1; done
}

code() {
  on "set -e; mkdir -p $base/code /opt/plain/repositories
    test -d /opt/plain/repositories/acme.git || git clone -q --mirror $REPO /opt/plain/repositories/acme.git
    git -C /opt/plain/repositories/acme.git fetch -q --prune
    commit=\$(git -C /opt/plain/repositories/acme.git rev-parse main)
    test -d $base/code/\$commit || git -C /opt/plain/repositories/acme.git worktree add -q --detach $base/code/\$commit \$commit
    echo \$commit"
}

image() { docker image inspect "$1" >/dev/null 2>&1 || docker pull -q "$1" >/dev/null; }

conf() {
  on "mkdir -p $base/data; chown 100:101 $base/data; cat >$base/odoo.conf; chown 100:101 $base/odoo.conf" <<CONF
[options]
addons_path = /mnt/extra-addons,/usr/lib/python3/dist-packages/odoo/addons
data_dir = /var/lib/odoo
admin_passwd = plain
db_host = ${id}_pgbouncer
db_port = 6432
db_user = odoo
db_password = plain
db_name = $id
dbfilter = ^$id\$
list_db = False
proxy_mode = True
workers = ${WORKERS:-0}
http_port = 8069
gevent_port = 8072
CONF
}

once() { # COMMIT ARGUMENTS...: Odoo for one command, past the pool
  commit=$1
  shift
  docker run --rm --network "${id}_net" --memory 2100m --cpus 1.4 -v "$base/odoo.conf:/etc/odoo/odoo.conf:ro" -v "$base/data:/var/lib/odoo" \
    -v "$base/code/$commit:/mnt/extra-addons:ro" "$ODOO" \
    odoo -d "$id" --db_host "${id}_db" --db_port 5432 --stop-after-init --no-http "$@" >/dev/null 2>&1
}

installed() {
  docker exec "${id}_db" psql -U postgres -d "$id" -Atc "select count(*) from ir_module_module where state = 'installed'"
}

serve() { # COMMIT RELEASE
  docker run -d --name "${id}_odoo_$2" --network "${id}_net" --restart unless-stopped \
    --log-opt max-size=10m --log-opt max-file=3 --memory 2100m --cpus 1.4 \
    -v "$base/odoo.conf:/etc/odoo/odoo.conf:ro" -v "$base/data:/var/lib/odoo" \
    -v "$base/code/$1:/mnt/extra-addons:ro" "$ODOO" >/dev/null
  docker network connect plain_proxy "${id}_odoo_$2"
  until on "curl -fsS -m 5 -o /dev/null http://\$(docker inspect -f '{{(index .NetworkSettings.Networks \"${id}_net\").IPAddress}}' ${id}_odoo_$2):8069/web/health" 2>/dev/null; do sleep 0.2; done
}

route() { # RELEASE
  on "mkdir -p /opt/plain/nginx; cat >/opt/plain/nginx/$id.conf" <<CONF
server { listen 80; server_name $name; location / { resolver 127.0.0.11; set \$to http://${id}_odoo_$1:8069; proxy_pass \$to; proxy_set_header Host \$host; } }
CONF
  docker exec plain_nginx nginx -t >/dev/null 2>&1
  docker kill -s HUP plain_nginx >/dev/null
  until on "curl -fsS -m 5 -o /dev/null -H 'Host: $name' http://127.0.0.1:\${PORT:-$PORT}/web/health" 2>/dev/null; do sleep 0.2; done
}

record() {
  nsupdate -y "$DNS_KEY" <<DNS
server ${DNS%:*} ${DNS##*:}
update add $name 300 A $HOST
send
DNS
  until [ "$(dig +short -p "${DNS##*:}" "@${DNS%:*}" "$name")" = "$HOST" ]; do sleep 0.2; done
}

database() {
  docker volume create "${id}_pg" >/dev/null
  docker run -d --name "${id}_db" --network "${id}_net" --restart unless-stopped --memory 900m --cpus 0.6 \
    -e POSTGRES_USER=postgres -e POSTGRES_PASSWORD=plain -v "${id}_pg:/var/lib/postgresql/data" "$POSTGRES" >/dev/null
  # Its first start ends with a restart: it is there when it answers over the network.
  ready "${id}_db" pg_isready -h 127.0.0.1 -U postgres
  docker exec "${id}_db" psql -qU postgres -c "create role odoo login password 'plain'"
  docker exec "${id}_db" psql -qU postgres -c "create database \"$id\" owner odoo template template0 encoding 'UTF8' lc_collate 'C'"
  docker exec "${id}_db" psql -qU postgres -d "$id" -c 'create extension pg_trgm; create extension unaccent'
  on "mkdir -p $base/pgbouncer; cat >$base/pgbouncer/pgbouncer.ini" <<INI
[databases]
postgres = host=${id}_db port=5432 pool_mode=session
* = host=${id}_db port=5432
[pgbouncer]
listen_addr = 0.0.0.0
listen_port = 6432
auth_type = plain
auth_file = /etc/pgbouncer/userlist.txt
pool_mode = transaction
ignore_startup_parameters = extra_float_digits
INI
  echo '"odoo" "plain"' | on "cat >$base/pgbouncer/userlist.txt; chmod 644 $base/pgbouncer/*"
  docker run -d --name "${id}_pgbouncer" --network "${id}_net" --restart unless-stopped \
    -v "$base/pgbouncer:/etc/pgbouncer:ro" "$PGBOUNCER" pgbouncer /etc/pgbouncer/pgbouncer.ini >/dev/null
}

fresh() {
  docker network create "${id}_net" >/dev/null
  record
  image "$POSTGRES"
  image "$PGBOUNCER"
  image "$ODOO"
  database
  commit=$(code)
  conf
  once "$commit" -i "$MODULES"
  [ "$(installed)" -gt 0 ]
  docker exec "${id}_db" psql -qU postgres -d "$id" -c "update res_users set password = 'plain' where login = 'admin'"
  serve "$commit" 1
  route 1
}

running() { docker ps --filter "name=${id}_odoo_" --format '{{.Names}}'; }

module() {
  before=$(running)
  commit=$(code)
  docker stop -t 30 "$before" >/dev/null
  docker exec "${id}_db" pg_dump -U postgres -Fc -f /tmp/before.dump "$id"
  once "$commit" -u "$1"
  [ "$(installed)" -gt 0 ]
  serve "$commit" "$commit"
  route "$commit"
  docker rm -v "$before" >/dev/null
}

code_only() {
  before=$(running)
  commit=$(code)
  serve "$commit" "$commit"
  route "$commit"
  docker stop -t 30 "$before" >/dev/null
  docker rm -v "$before" >/dev/null
}

case "$act" in
  fresh) fresh ;;
  module) module "$4" ;;
  code) code_only ;;
  *) exit 2 ;;
esac
