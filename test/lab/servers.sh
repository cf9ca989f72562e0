# Servers of the lab: each a set of namespaces (processes, network, mounts, name) on this machine, with an
# address of its own, its own sshd on port 22 and its own Docker engine. The programs are the machine's.
# One process holds a server; killing it ends everything in there, as a cut of the power would.
SERVERS=$ROOT/server

server_holder() { pids_of unshare "$SERVERS/$1/inside.sh"; }
# The first process inside, by its number out here.
server_pid() {
  holder=$(server_holder "$1")
  [ -n "$holder" ] && pgrep -P "$holder"
}
server_runs() { [ -n "$(server_pid "$1")" ]; }
server_address() { cat "$SERVERS/$1/address" 2>/dev/null; }
server_line() { echo "phlab-${1##*.}"; }
server_fingerprint() { ssh-keygen -lf "$SERVERS/$1/host_ed25519.pub" | cut -d' ' -f2; }

server_reach() { echo nsenter -t "$(server_pid "$1")" -m -n -p -u -i --; }
# shellcheck disable=SC2046
server_exec() {
  server_runs "$1" || { echo "lab: there is no server $1 that runs" >&2; return 1; }
  reach=$(server_reach "$1")
  shift
  env -u DOCKER_HOST -u DOCKER_CONTEXT HOME=/root $reach "$@"
}

server_probe() {
  server_engine_answers "$1" && timeout 5 ssh -F none -i "$SSH/client_ed25519" -o BatchMode=yes -o IdentitiesOnly=yes \
    -o IdentityAgent=none -o UserKnownHostsFile="$SERVERS/$1/known_hosts" -o GlobalKnownHostsFile=none \
    "root@$(server_address "$1")" true
}
server_engine_answers() {
  [ "$(server_exec "$1" curl -s -m 5 --unix-socket /var/run/docker.sock http://docker/_ping)" = OK ]
}

# server_start NAME ADDRESS MEGABYTES: status 3 when another server has that address.
server_start() {
  folder=$SERVERS/$1
  mkdir -p "$folder"
  line=$(server_line "$2")
  ip link add "$line" type veth peer name "$line-in" >"$folder/log" 2>&1 || return 3
  echo "$2" >"$folder/address"
  server_files "$1" "$2" "$3" || return 1
  (cd / && exec setsid unshare --mount --net --pid --uts --ipc --fork --kill-child --mount-proc \
    sh "$folder/inside.sh" boot "$folder" </dev/null >>"$folder/log" 2>&1) &
  wait_for 10 "server_apart $1" || return 1
  server_connect "$line" "$(server_pid "$1")" "$2" >>"$folder/log" 2>&1
}

server_files() {
  cp "$here/server-inside.sh" "$folder/inside.sh" # a checkout below /tmp is not to be seen from inside
  [ -s "$folder/host_ed25519.pub" ] ||
    ssh-keygen -q -t ed25519 -N '' -C "pilothouse-lab $1" -f "$folder/host_ed25519" >>"$folder/log" 2>&1 || return 1
  echo "$2 $(cut -d' ' -f1,2 "$folder/host_ed25519.pub")" >"$folder/known_hosts"
  ssh_config 0.0.0.0 22 "$folder/host_ed25519" /run/sshd.pid >"$folder/sshd_config"
  mkdir -p "$folder/etc-docker"
  server_engine_config "$1" >"$folder/etc-docker/daemon.json"
  printf '127.0.0.1 localhost\n%s %s\n' "$2" "$1" >"$folder/hosts"
  printf 'nameserver %s\noptions timeout:2 attempts:2\n' "$LAB_ADDRESS" >"$folder/resolv.conf"
  [ -z "$3" ] || [ -e "$folder/disk.img" ] || {
    truncate -s "${3}M" "$folder/disk.img" && mkfs.ext4 -q -F -m 0 "$folder/disk.img" >>"$folder/log" 2>&1
  }
}

# A group of cgroups of its own, so that they can be swept when the server is gone.
server_engine_config() {
  cat <<END
{
  "group": "$GROUP",
  "containerd": "/run/containerd/containerd.sock",
  "storage-driver": "$(storage_driver)",
  "exec-opts": ["native.cgroupdriver=cgroupfs"],
  "cgroup-parent": "/pilothouse-lab/$1",
  "default-address-pools": [{ "base": "10.213.0.0/16", "size": 24 }],
  "insecure-registries": ["$REGISTRY_OPEN", "$REGISTRY_PRIVATE"]
}
END
}

server_apart() {
  pid=$(server_pid "$1") && [ -n "$pid" ] && [ "$(readlink "/proc/$pid/ns/net")" != "$(readlink /proc/self/ns/net)" ]
}

# The same hardware address for the same address, so that nobody's neighbour table is wrong after a new start.
server_connect() {
  hardware=$(printf '02:00:0a:d6:00:%02x' "${3##*.}")
  ip link set "$1-in" address "$hardware" && ip link set "$1-in" netns "$2" name eth0 &&
    ip link set "$1" master $NETWORK && ip link set "$1" up
}

server_stop() {
  folder=$SERVERS/$1
  holder=$(server_holder "$1") first=$(server_pid "$1")
  # shellcheck disable=SC2086
  [ -z "$holder" ] || end KILL 10 $first $holder
  [ -z "$first" ] || wait_for 20 "server_over $first"
  [ ! -e "$folder/address" ] || ip link del "$(server_line "$(server_address "$1")")" 2>/dev/null
  wait_for 5 "server_groups_gone $1"
  return 0
}

# Its first process is the last to be over: a zombie, or nothing, once all the others are.
server_over() { ! [ -e "/proc/$1" ] || grep -q '^State:.Z' "/proc/$1/status"; }

server_groups() {
  group=$1
  shift
  find /sys/fs/cgroup -depth -type d \( -path "*/pilothouse-lab/$group" -o -path "*/pilothouse-lab/$group/*" \) "$@"
}
server_groups_gone() {
  server_groups "$1" -exec rmdir {} + 2>/dev/null
  [ -z "$(server_groups "$1")" ]
}

server_remove() {
  server_stop "$1"
  rm -rf --one-file-system "${SERVERS:?}/$1"
}

# A process, told apart from a later one with the same number by when it began.
owner_of() { echo "$1 $(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20)"; }

# What tests left that were killed.
servers_sweep() {
  for file in "$SERVERS"/*/owner; do
    [ -s "$file" ] || continue
    was=$(cat "$file")
    [ -e "/proc/${was%% *}" ] && [ "$(owner_of "${was%% *}")" = "$was" ] || server_remove "$(basename "$(dirname "$file")")"
  done
}
