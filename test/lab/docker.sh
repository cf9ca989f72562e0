# What the engine holds: a tiny image, made here because none can be relied on to be pulled, and one
# container of it, so that a listing has something in it.
IMAGE=pilothouse-lab/idle:1
CONTAINER=lab-idle

# Its own client settings: a context chosen in /root/.docker would lead elsewhere.
lab_docker() { DOCKER_CONFIG=$ROOT/docker-cli timeout 60 docker -H "unix://$DOCKER_SOCKET" "$@"; }

docker_runs() { [ -n "$(dockerd_pids)" ] && [ -n "$(containerd_pids)" ]; }
docker_ping() { [ "$(curl -s -m 5 --unix-socket "$DOCKER_SOCKET" http://docker/_ping)" = OK ]; }
idle_runs() { [ "$(lab_docker inspect -f '{{.State.Running}}' $CONTAINER 2>/dev/null)" = true ]; }
docker_probe() { docker_ping && idle_runs; }
docker_stop() { engine_stop; }

docker_start() {
  engine_start || return 1
  wait_for 60 docker_ping docker_runs || not_ready docker
  idle_start >>"$LOGS/docker.log" 2>&1
}

idle_start() {
  lab_docker image inspect $IMAGE >/dev/null 2>&1 || idle_image || return 1
  lab_docker inspect $CONTAINER >/dev/null 2>&1 ||
    lab_docker create --name $CONTAINER --label pilothouse.lab=1 --restart unless-stopped $IMAGE || return 1
  idle_runs || lab_docker start $CONTAINER
}

# The loop ends on TERM: a bare `sleep` as process 1 ignores it and every stop would take 10 s.
idle_image() {
  tree=$ROOT/idle-image
  rm -rf "$tree"
  mkdir -p "$tree/bin" "$tree/etc" "$tree/tmp" "$tree/root"
  chmod 1777 "$tree/tmp"
  cp /bin/busybox "$tree/bin/busybox"
  for applet in $(busybox --list); do [ "$applet" = busybox ] || ln -s busybox "$tree/bin/$applet"; done
  echo 'root:x:0:0:root:/root:/bin/sh' >"$tree/etc/passwd"
  echo 'root:x:0:' >"$tree/etc/group"
  tar -C "$tree" --numeric-owner --owner=0 --group=0 -cf "$tree.tar" . &&
    lab_docker import --change 'ENV PATH=/bin' \
      --change 'CMD ["/bin/sh","-c","trap exit TERM INT; while :; do sleep 3600 & wait $!; done"]' "$tree.tar" $IMAGE
  code=$?
  rm -rf "$tree" "$tree.tar"
  return $code
}
