# The two servers that everybody shares. What their engines stored stays when the lab stops.
box1_runs() { server_runs box1; }
box1_probe() { server_probe box1; }
box1_start() { box_start box1 10.214.0.11; }
box1_stop() { server_stop box1; }

box2_runs() { server_runs box2; }
box2_probe() { server_probe box2; }
box2_start() { box_start box2 10.214.0.12; }
box2_stop() { server_stop box2; }

box_start() {
  ln -sf "$SERVERS/$1/docker.log" "$LOGS/$1.log"
  server_start "$1" "$2" ''
}

# Those of tests too, which have nobody to come back for them.
servers_stop() {
  for folder in "$SERVERS"/*/; do
    [ -d "$folder" ] || continue
    case $(basename "$folder") in box1 | box2) server_stop "$(basename "$folder")" ;; *) server_remove "$(basename "$folder")" ;; esac
  done
  find /sys/fs/cgroup -depth -type d -name pilothouse-lab -exec rmdir {} + 2>/dev/null
  return 0
}

box_endpoint() {
  reach=$(server_reach "$1" | sed 's/ /", "/g')
  cat <<END
{
      "name": "$1",
      "host": "$(server_address "$1")",
      "port": 22,
      "hostKeyFingerprint": "$(server_fingerprint "$1")",
      "hostKeyFile": "$SERVERS/$1/host_ed25519.pub",
      "dockerSocket": "/var/run/docker.sock",
      "reach": ["$reach"]
    }
END
}
