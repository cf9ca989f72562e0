# The images that deploys are tested with, made of this machine's packages and pushed into the registry.
# Each carries a hash of what it was made from; what has that hash already is left alone.
IMAGES=$ROOT/images
IMAGES_FROM=$here/images
IMAGES_LABEL=pilothouse.lab.from

# What is built: folder, stage of its Dockerfile (- for the last one), name.
images_list() {
  cat <<END
postgres - postgres:15
pgbouncer - pgbouncer:1.18
nginx - nginx:stable
odoo odoo odoo:19.0
odoo next odoo:19.0-next
odoo broken odoo:broken
odoo deaf odoo:deaf
END
}

image_packages() { cat "$IMAGES_FROM/$1/packages"; }

# image_hash FOLDER: of its files, of what the base is made from, and of the packages it takes.
image_hash() {
  {
    (cd "$IMAGES_FROM" && find pack.py base "$1" -type f ! -name '*.pyc' | sort | xargs sha256sum)
    # shellcheck disable=SC2046
    dpkg-query -W $(image_packages base) $(image_packages "$1")
  } | sha256sum | cut -c1-16
}

images_runs() { images_probe; }

images_probe() {
  hashes=$(for folder in $(images_list | cut -d' ' -f1 | uniq); do echo "$folder $(image_hash "$folder")"; done)
  images_list | while read -r folder _ name; do
    image_is_there "$name" "$(echo "$hashes" | sed -n "s/^$folder //p")" || exit 1
  done
}

# In the engine, and the same one in the registry.
image_is_there() {
  found=$(lab_docker image inspect -f "{{.Id}} {{index .Config.Labels \"$IMAGES_LABEL\"}}" "$REGISTRY_OPEN/$1") || return 1
  [ "${found#* }" = "$2" ] && [ "$(image_pushed "$1")" = "${found% *}" ]
}

image_pushed() {
  curl -sf -m 10 -H 'Accept: application/vnd.docker.distribution.manifest.v2+json' \
    "http://$REGISTRY_OPEN/v2/${1%:*}/manifests/${1#*:}" |
    sed -n '/"config"/,/}/s/.*"digest": *"\([^"]*\)".*/\1/p'
}

images_start() {
  mkdir -p "$IMAGES"
  images_build >"$LOGS/images.log" 2>&1
}

# Building takes longer than asking.
image_docker() { DOCKER_CONFIG=$ROOT/docker-cli timeout 600 docker -H "unix://$DOCKER_SOCKET" "$@"; }

images_build() {
  base_build || return 1
  images_list >"$IMAGES/list"
  while read -r folder stage name; do
    hash=$(image_hash "$folder")
    image_is_there "$name" "$hash" && continue
    image_build "$folder" "$stage" "$name" "$hash" && image_docker push -q "$REGISTRY_OPEN/$name" || return 1
  done <"$IMAGES/list"
  image_docker image prune -f --filter "label=$IMAGES_LABEL"
}

# Fields of the endpoints: what it is called there, and its name.
images_endpoint() {
  for pair in postgres=postgres:15 pgbouncer=pgbouncer:1.18 nginx=nginx:stable odoo=odoo:19.0 odooNext=odoo:19.0-next \
    odooBroken=odoo:broken odooDeaf=odoo:deaf; do
    printf '%s"%s": "%s/%s"' "${comma:-}" "${pair%%=*}" "$REGISTRY_OPEN" "${pair#*=}"
    comma=', '
  done
}

base_build() {
  BASE=pilothouse-lab/base:$(image_hash base)
  # Its tar says to the others what it holds.
  [ -s "$IMAGES/base.tar" ] && lab_docker image inspect "$BASE" >/dev/null 2>&1 && return
  # shellcheck disable=SC2046
  python3 "$IMAGES_FROM/pack.py" "$IMAGES/base.tar" - $(image_packages base) || return 1
  image_context base "$IMAGES/base.tar" && image_docker build -q -t "$BASE" "$IMAGES/context"
}

image_build() {
  packed=$IMAGES/$1.tar
  if [ -s "$IMAGES_FROM/$1/packages" ] && [ "$(cat "$packed.of" 2>/dev/null)" != "$4" ]; then
    # shellcheck disable=SC2046
    python3 "$IMAGES_FROM/pack.py" "$packed" "$IMAGES/base.tar" $(image_packages "$1") || return 1
    echo "$4" >"$packed.of"
  fi
  stage=
  [ "$2" = - ] || stage="--target $2"
  # shellcheck disable=SC2086
  image_context "$1" "$packed" && image_docker build -q --build-arg BASE="$BASE" --label "$IMAGES_LABEL=$4" $stage \
    -t "$REGISTRY_OPEN/$3" "$IMAGES/context"
}

image_context() {
  rm -rf "$IMAGES/context"
  cp -r "$IMAGES_FROM/$1" "$IMAGES/context" && { [ ! -e "$2" ] || ln "$2" "$IMAGES/context/files.tar"; }
}

# What was built stays: it lies in the engine and the registry.
images_stop() { :; }
