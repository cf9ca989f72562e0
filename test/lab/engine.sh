# The Docker engine: a containerd and a dockerd that share nothing with another engine on this machine.
# dockerd would join a containerd that already runs and end its containers, hence one of our own.
DOCKER=$ROOT/docker
DOCKER_SOCKET=$RUN/docker.sock
CONTAINERD_SOCKET=$RUN/containerd/containerd.sock
BRIDGE=phlab0

containerd_pids() { pids_of containerd "$ROOT/containerd.toml"; }
dockerd_pids() { pids_of dockerd "$ROOT/dockerd.json"; }
shim_pids() { pids_of containerd-shim "$CONTAINERD_SOCKET"; }

# Two engines in one network namespace empty each other's firewall chains.
other_engine() {
  for pid in $(pgrep -x dockerd); do
    [ "$(readlink "/proc/$pid/ns/net")" = "$(readlink /proc/self/ns/net)" ] && return 0
  done
  return 1
}

engine_start() {
  mkdir -p "$DOCKER" "$RUN/docker" "$RUN/containerd"
  rm -f "$RUN/docker.pid" "$DOCKER_SOCKET" # nothing of ours runs here; a reused pid would stop dockerd
  mountpoint -q /sys/fs/cgroup || mount -t cgroup2 cgroup2 /sys/fs/cgroup
  firewall=true
  if other_engine; then
    firewall=false # its rules stay as they are; ours then publishes ports through docker-proxy only
  else
    update-alternatives --set iptables /usr/sbin/iptables-legacy >/dev/null
    iptables -S FORWARD 2>/dev/null | grep -qx -- '-P FORWARD ACCEPT' && touch "$RUN/forward-was-open"
  fi
  # Not docker0: that is another engine's.
  ip link show $BRIDGE >/dev/null 2>&1 || ip link add $BRIDGE type bridge
  ip addr replace 10.212.255.1/24 dev $BRIDGE && ip link set $BRIDGE up || return 1
  containerd_config >"$ROOT/containerd.toml"
  dockerd_config >"$ROOT/dockerd.json"
  launch containerd containerd -c "$ROOT/containerd.toml"
  wait_for 30 containerd_answers || fail "containerd did not get ready; its log is $LOGS/containerd.log"
  # --config-file: /etc/docker/daemon.json belongs to the machine's own engine.
  launch docker dockerd --config-file "$ROOT/dockerd.json"
}

containerd_answers() { timeout 5 ctr -a "$CONTAINERD_SOCKET" version; }

# The opt plugin would make /opt/containerd.
containerd_config() {
  cat <<END
version = 2
root = "$ROOT/containerd"
state = "$RUN/containerd"
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
[grpc]
address = "$CONTAINERD_SOCKET"
END
}

# The address pool gives 256 networks instead of Docker's 31: test runs side by side each make some.
dockerd_config() {
  cat <<END
{
  "data-root": "$DOCKER",
  "exec-root": "$RUN/docker",
  "pidfile": "$RUN/docker.pid",
  "hosts": ["unix://$DOCKER_SOCKET"],
  "group": "$GROUP",
  "containerd": "$CONTAINERD_SOCKET",
  "bridge": "$BRIDGE",
  "iptables": $firewall,
  "storage-driver": "$(storage_driver)",
  "default-address-pools": [{ "base": "10.213.0.0/16", "size": 24 }],
  "insecure-registries": ["$REGISTRY_OPEN", "$REGISTRY_PRIVATE"]
}
END
}

# overlay2 does not work on every file system (not on another overlay); vfs is slow but always does.
storage_driver() {
  try=$(mktemp -d "$ROOT/overlay-try.XXXXXX")
  mkdir -p "$try/lower" "$try/upper" "$try/work" "$try/merged"
  if mount -t overlay overlay -o "lowerdir=$try/lower,upperdir=$try/upper,workdir=$try/work" "$try/merged" 2>/dev/null; then
    umount "$try/merged"
    echo overlay2
  else
    echo vfs
  fi
  rm -rf "$try"
}

engine_stop() {
  # shellcheck disable=SC2046
  {
    [ -n "$(containerd_pids)" ] || end KILL 5 $(dockerd_pids) # it would only wait for containerd
    end TERM 40 $(dockerd_pids)
    end KILL 5 $(tree_of $(shim_pids)) # containers of a dockerd that was killed
    end TERM 10 $(containerd_pids)
  }
  # Deepest first; lazily, because a test may still stand in one.
  findmnt -rno TARGET | grep -E "^($ROOT|$RUN)/" | sort -r | while read -r target; do umount -l "$target"; done
  ip link del $BRIDGE 2>/dev/null
  if [ -e "$RUN/forward-was-open" ]; then iptables -P FORWARD ACCEPT && rm -f "$RUN/forward-was-open"; fi
  return 0
}
