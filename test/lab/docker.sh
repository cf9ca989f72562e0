# What the engine holds: a tiny image, made here because none can be relied on to be pulled, and one
# container of it, so that a listing has something in it.
IMAGE=pilothouse-lab/idle:1
CONTAINER=lab-idle

# Its own client settings: a context chosen in /root/.docker would lead elsewhere.
lab_docker() { DOCKER_CONFIG=$ROOT/docker-cli timeout 60 docker -H "unix://$DOCKER_SOCKET" "$@"; }

docker_runs() { [ -n "$(dockerd_pids)" ] && [ -n "$(containerd_pids)" ]; }
docker_probe() { [ "$(curl -s -m 5 --unix-socket "$DOCKER_SOCKET" http://docker/_ping)" = OK ]; }
docker_start() { engine_start; }
docker_stop() { engine_stop; }

# A part of its own, so that a container somebody removed does not restart the engine under other tests.
idle_runs() { idle_probe; }
idle_probe() { [ "$(lab_docker inspect -f '{{.State.Status}}' $CONTAINER 2>/dev/null)" = running ]; }
idle_stop() { lab_docker rm -fv $CONTAINER >/dev/null 2>&1; }
idle_start() {
  {
    lab_docker image inspect $IMAGE >/dev/null || idle_image || return 1
    lab_docker run -d --name $CONTAINER --label pilothouse.lab=1 --restart always $IMAGE
  } >"$LOGS/idle.log" 2>&1
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
