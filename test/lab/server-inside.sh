# What happens inside a server of the lab: `boot` is its first process, the others are run in there later.
set -u
folder=$2
name=$(basename "$folder")
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH
umask 022

own() { mkdir -p "$1" "$2" && mount --bind "$1" "$2"; }

mounts() {
  # Copies of what is mounted outside would keep it busy in there.
  findmnt -rno TARGET | grep -E '^(/var/lib|/run)/pilothouse-lab/' | sort -r | while read -r target; do umount -l "$target"; done
  disk=$folder
  if [ -e "$folder/disk.img" ]; then
    disk=$folder/disk
    mkdir -p "$disk" && mount -o loop "$folder/disk.img" "$disk" || return 1
  fi
  mkdir -p "$folder/tmp" "$folder/root" "$folder/home" && chmod 1777 "$folder/tmp" && chmod 700 "$folder/root" || return 1
  for user in deployer docked; do
    [ -d "$folder/home/$user" ] || { cp -r /etc/skel "$folder/home/$user" && chown -R "$user:$user" "$folder/home/$user"; }
    chmod 700 "$folder/home/$user"
  done
  mount -t tmpfs -o mode=755,size=64m tmpfs /run && mkdir -m 755 /run/sshd && mkdir -m 1777 /run/lock || return 1
  mount --bind "$folder/hosts" /etc/hosts || return 1
  # Where it is a link into /run, that is empty by now.
  resolver=$(readlink -f /etc/resolv.conf)
  mkdir -p "$(dirname "$resolver")" && touch "$resolver" && mount --bind "$folder/resolv.conf" "$resolver" || return 1
  own "$disk/opt" /opt && own "$disk/docker" /var/lib/docker && own "$disk/containerd" /var/lib/containerd &&
    own "$folder/etc-docker" /etc/docker && own "$folder/home" /var/lib/pilothouse-lab/home &&
    own "$folder/root" /root && own "$folder/tmp" /tmp
}

network() {
  ip link set lo up
  until ip link show eth0 >/dev/null 2>&1; do sleep 0.02; done
  ip addr add "$(cat "$folder/address")/24" dev eth0 && ip link set eth0 up
}

# setsid and closed streams: otherwise a daemon hangs or dies with whoever started it.
launch() {
  log=$folder/$1.log
  shift
  (cd / && exec setsid "$@" </dev/null >>"$log" 2>&1) &
}

containerd_config() {
  cat <<END
version = 2
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
END
}

engine_start() {
  if ! pgrep -x containerd >/dev/null; then
    containerd_config >/etc/docker/containerd.toml
    launch containerd containerd -c /etc/docker/containerd.toml
    until [ -S /run/containerd/containerd.sock ]; do sleep 0.02; done
  fi
  launch docker dockerd
}

# Its containers end with it: Docker stops them, or whoever is left is killed.
engine_stop() {
  pkill -TERM -x dockerd
  for _ in $(seq 400); do
    pgrep -x dockerd >/dev/null || { rm -f /run/docker.pid; return 0; }
    sleep 0.05
  done
  pkill -KILL -x dockerd
  rm -f /run/docker.pid
}

case "$1" in
  boot)
    hostname "$name"
    mounts || { echo "the folders of $name could not be mounted"; exit 1; }
    network
    launch sshd /usr/sbin/sshd -D -e -f "$folder/sshd_config"
    engine_start
    # The first process of a machine also buries the orphans: `wait` does.
    while :; do sleep 3600 & wait $!; done
    ;;
  engine-start) engine_start ;;
  engine-stop) engine_stop ;;
esac
