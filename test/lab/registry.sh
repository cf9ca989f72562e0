# Two registries on one storage: one open, one that asks for a login. What one takes the other gives.
REGISTRY=$ROOT/registry
REGISTRY_OPEN=$LAB_ADDRESS:5000
REGISTRY_PRIVATE=$LAB_ADDRESS:5001

registry_pids() { pids_of docker-registry "$REGISTRY/$1.yml"; }
registry_runs() { [ -n "$(registry_pids open)" ] && [ -n "$(registry_pids private)" ]; }

# The password goes in by the input: a command line is everybody's to read.
registry_probe() {
  curl -fsS -m 5 -o /dev/null "http://$REGISTRY_OPEN/v2/" &&
    echo "user = \"lab:$(cat "$REGISTRY/password")\"" |
    curl -fsS -m 5 -K - -o /dev/null "http://$REGISTRY_PRIVATE/v2/"
}

registry_start() {
  mkdir -p "$REGISTRY/storage"
  registry_login 2>"$LOGS/registry.log" || return 1
  registry_config "$REGISTRY_OPEN" >"$REGISTRY/open.yml"
  { registry_config "$REGISTRY_PRIVATE"; registry_auth; } >"$REGISTRY/private.yml"
  launch registry docker-registry serve "$REGISTRY/open.yml"
  launch registry-private docker-registry serve "$REGISTRY/private.yml"
}

registry_login() {
  [ -s "$REGISTRY/password" ] && [ -s "$REGISTRY/htpasswd" ] && return
  (umask 077 && od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$REGISTRY/password")
  htpasswd -niB lab <"$REGISTRY/password" >"$REGISTRY/htpasswd"
}

registry_config() {
  cat <<END
version: 0.1
log: { level: warn, accesslog: { disabled: true } }
storage:
  filesystem: { rootdirectory: $REGISTRY/storage }
  delete: { enabled: true }
http: { addr: "$1" }
END
}

registry_auth() {
  cat <<END
auth:
  htpasswd: { realm: pilothouse-lab, path: $REGISTRY/htpasswd }
END
}

# shellcheck disable=SC2046
registry_stop() { end TERM 5 $(registry_pids open) $(registry_pids private); }
