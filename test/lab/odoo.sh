#!/bin/sh
# The real Odoo: an image with Debian's odoo-19, built on top of a lab that is up, pushed into its registry, and
# deployed by the deploy suite, or with --bench measured.
#   sh test/lab/odoo.sh [--bench]
# It takes minutes and gigabytes, hence a command of its own. An image that is current is left alone.
set -u
here=$(cd "$(dirname "$0")" && pwd)
for file in daemon packages users ssh engine docker network registry images mirror bootstrap; do . "$here/$file.sh"; done
ODOO_REAL=odoo:19.0-real

# In sid alone, and sid's Python is too new for it: the one package from there, all others from trixie.
odoo_system() {
  bootstrap odoo-real trixie "$1" \
    --setup-hook='printf "Package: *\nPin: release n=sid\nPin-Priority: 100\n\nPackage: odoo-19\nPin: release n=sid\nPin-Priority: 900\n" >"$1/etc/apt/preferences.d/odoo"' \
    --setup-hook="echo 'deb [signed-by=$KEYRING] $MIRROR sid main' >\"\$1/etc/apt/sources.list.d/sid.list\""
}

odoo_hash() {
  (cd "$IMAGES_FROM" && cat odoo-real/* odoo/entrypoint.sh odoo/wait-for-psql.py odoo/odoo.conf) | sha256sum | cut -c1-16
}

odoo_build() {
  hash=$(odoo_hash)
  image_is_there $ODOO_REAL "$hash" && return
  base=pilothouse-lab/odoo-real:$(sha256sum <"$IMAGES_FROM/odoo-real/packages" | cut -c1-16)
  image_docker image inspect "$base" >/dev/null 2>&1 || odoo_system "$base" || return 1
  context=$IMAGES/context-real
  rm -rf "$context" && mkdir -p "$context" || return 1
  cp "$IMAGES_FROM/odoo-real/Dockerfile" "$IMAGES_FROM/odoo/entrypoint.sh" "$IMAGES_FROM/odoo/wait-for-psql.py" \
    "$IMAGES_FROM/odoo/odoo.conf" "$context" &&
    image_docker build -q --build-arg BASE="$base" --label "$IMAGES_LABEL=$hash" -t "$REGISTRY_OPEN/$ODOO_REAL" "$context" &&
    image_docker push -q "$REGISTRY_OPEN/$ODOO_REAL"
}

require_machine
case "${1:-}" in
  '' | --bench) ;;
  *) fail "usage: odoo.sh [--bench]" ;;
esac
docker_probe && registry_probe || fail "the lab is not up; npm run lab starts it."
if [ "${LAB_ODOO_LOCKED:-}" != 1 ]; then
  LAB_ODOO_LOCKED=1 exec flock -o -w 1800 "$LOCK.odoo" sh "$here/odoo.sh" "$@"
fi
make_folders
mkdir -p "$IMAGES"
started=$(now)
odoo_build >"$LOGS/odoo.log" 2>&1 || { tail -n 8 "$LOGS/odoo.log" >&2; fail "the image could not be built; the log is $LOGS/odoo.log"; }
say "$REGISTRY_OPEN/$ODOO_REAL is there ($(took "$started"))"

cd "$here/../.." && npm run --silent build || exit 1
export DEPLOY_ODOO="$REGISTRY_OPEN/$ODOO_REAL"
[ "${1:-}" != --bench ] || exec npm run --silent bench -- deploys
exec npx --no-install vitest run --config test/lab/odoo/vitest.config.ts
