# The images that deploys are tested with, made of this machine's packages and pushed into the registry.
# Each carries a hash of what it was made from; what has that hash already is left alone.
IMAGES=$ROOT/images
IMAGES_FROM=$here/images
IMAGES_LABEL=pilothouse.lab.from

# What is built: folder, stage of its Dockerfile (- for the last one), name, what the endpoints call it.
images_list() {
  cat <<END
postgres - postgres:15 postgres
pgbouncer - pgbouncer:1.18 pgbouncer
nginx - nginx:stable nginx
odoo odoo odoo:19.0 odoo
odoo next odoo:19.0-next odooNext
odoo broken odoo:broken odooBroken
odoo deaf odoo:deaf odooDeaf
arm64 - odoo:arm64 odooArm
odoo-debian odoo odoo-debian:19.0 odooDebian
END
}

images_endpoint() {
  images_list | while read -r _ _ name field; do
    printf '"%s": "%s/%s", ' "$field" "$REGISTRY_OPEN" "$name"
  done
  printf '"odooArmOnly": "%s/%s"' "$REGISTRY_OPEN" "$ARM_ONLY"
}

image_packages() { cat "$IMAGES_FROM/$1/packages"; }

# image_hash FOLDER: of its files, of what it stands on, and of the packages of this machine that it takes.
image_hash() {
  case $1 in
    arm64) parts=arm64 taken='' ;;
    odoo-debian) parts='odoo odoo-debian' taken='' ;;
    *) parts="pack.py base $1" taken=$(image_packages base; image_packages "$1") ;;
  esac
  {
    # shellcheck disable=SC2086
    (cd "$IMAGES_FROM" && find $parts -type f ! -name '*.pyc' | sort | xargs sha256sum)
    # shellcheck disable=SC2086
    [ -z "$taken" ] || dpkg-query -W $taken
  } | sha256sum | cut -c1-16
}

images_runs() { images_probe; }

images_probe() {
  hashes=$(for folder in $(images_list | cut -d' ' -f1 | uniq); do echo "$folder $(image_hash "$folder")"; done)
  images_list | while read -r folder _ name _; do
    image_is_there "$name" "$(echo "$hashes" | sed -n "s/^$folder //p")" || exit 1
  done
}

# In the engine, and the same one in the registry.
image_is_there() {
  found=$(lab_docker image inspect -f "{{.Id}} {{index .Config.Labels \"$IMAGES_LABEL\"}}" "$REGISTRY_OPEN/$1") || return 1
  [ "${found#* }" = "$2" ] && [ "$(image_pushed "$1")" = "${found% *}" ]
}

MANIFEST=application/vnd.docker.distribution.manifest.v2+json
image_pushed() {
  curl -sf -m 10 -H "Accept: $MANIFEST" "http://$REGISTRY_OPEN/v2/${1%:*}/manifests/${1#*:}" |
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
  while read -r folder stage name _; do
    hash=$(image_hash "$folder")
    image_is_there "$name" "$hash" && continue
    case $folder in
      arm64) arm_build "$name" "$hash" ;;
      odoo-debian) debian_build && image_build odoo "$stage" "$name" "$hash" "$DEBIAN" ;;
      *) image_pack "$folder" "$hash" "$IMAGES/base.tar" && image_build "$folder" "$stage" "$name" "$hash" "$BASE" ;;
    esac && image_docker push -q "$REGISTRY_OPEN/$name" || return 1
    [ "$folder" != arm64 ] || arm_only "$name" || return 1
  done <"$IMAGES/list"
  image_docker image prune -f --filter "label=$IMAGES_LABEL"
}

base_build() {
  hash=$(image_hash base)
  BASE=pilothouse-lab/base:$hash
  image_pack base "$hash" - || return 1
  lab_docker image inspect "$BASE" >/dev/null 2>&1 || { image_context base && image_docker build -q -t "$BASE" "$IMAGES/context"; }
}

debian_build() {
  DEBIAN=pilothouse-lab/debian:$(sha256sum <"$IMAGES_FROM/odoo-debian/packages" | cut -c1-16)
  lab_docker image inspect "$DEBIAN" >/dev/null 2>&1 || bootstrap odoo-debian bookworm "$DEBIAN"
}

# image_pack FOLDER HASH BASE: its packages' files, without those that the tar BASE holds.
image_pack() {
  packed=$IMAGES/$1.tar
  [ -s "$IMAGES_FROM/$1/packages" ] && [ "$(cat "$packed.of" 2>/dev/null)" != "$2" ] || return 0
  # shellcheck disable=SC2046
  python3 "$IMAGES_FROM/pack.py" "$packed" "$3" $(image_packages "$1") && echo "$2" >"$packed.of"
}

# image_build FOLDER STAGE NAME HASH BASE
image_build() {
  stage=
  [ "$2" = - ] || stage="--target $2"
  # shellcheck disable=SC2086
  image_context "$1" && image_docker build -q --build-arg BASE="$5" --label "$IMAGES_LABEL=$4" $stage \
    -t "$REGISTRY_OPEN/$3" "$IMAGES/context"
}

image_context() {
  rm -rf "$IMAGES/context"
  cp -r "$IMAGES_FROM/$1" "$IMAGES/context" && { [ ! -e "$IMAGES/$1.tar" ] || ln "$IMAGES/$1.tar" "$IMAGES/context/files.tar"; }
}

# For another processor, in the two ways one meets: an image that can be pulled and does not start, and a
# list without an entry for this machine.
ARM_ONLY=odoo:arm64-only
arm_build() {
  python3 "$IMAGES_FROM/arm64/make.py" "$IMAGES/arm64.tar" &&
    image_docker import --platform linux/arm64 --change 'ENTRYPOINT ["/entrypoint.sh"]' --change 'CMD ["odoo"]' \
      --change "LABEL $IMAGES_LABEL=$2" "$IMAGES/arm64.tar" "$REGISTRY_OPEN/$1"
}

arm_only() {
  manifest=$IMAGES/arm64.json
  curl -sf -m 10 -H "Accept: $MANIFEST" "http://$REGISTRY_OPEN/v2/odoo/manifests/${1#*:}" >"$manifest" || return 1
  curl -sf -m 10 -X PUT -H 'Content-Type: application/vnd.docker.distribution.manifest.list.v2+json' --data-binary @- \
    "http://$REGISTRY_OPEN/v2/odoo/manifests/${ARM_ONLY#*:}" <<END
{"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.list.v2+json", "manifests": [{
  "mediaType": "$MANIFEST", "size": $(wc -c <"$manifest"), "digest": "sha256:$(sha256sum <"$manifest" | cut -d' ' -f1)",
  "platform": {"architecture": "arm64", "os": "linux", "variant": "v8"}}]}
END
}

# What was built stays: it lies in the engine and the registry.
images_stop() { :; }
