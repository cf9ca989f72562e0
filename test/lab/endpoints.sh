# The one file that tests read. Only root may: it holds a password, and the keys beside it are root's too.
endpoints_write() {
  password=$(cat "$PG/password")
  port=$(port_of postgres)
  (umask 077 && cat >"$ENDPOINTS.new") <<END
{
  "version": 2,
  "ssh": {
    "host": "127.0.0.1",
    "port": $(port_of ssh),
    "user": "root",
    "privateKeyFile": "$SSH/client_ed25519",
    "authorizedKeysFile": "$SSH/authorized_keys",
    "hostKeyFingerprint": "$(ssh-keygen -lf "$SSH/host_ed25519.pub" | cut -d' ' -f2)",
    "hostKeyFile": "$SSH/host_ed25519.pub",
    "users": ["root", "deployer", "docked"]
  },
  "docker": { "socket": "$DOCKER_SOCKET" },
  "postgres": {
    "host": "127.0.0.1",
    "port": $port,
    "user": "lab",
    "password": "$password",
    "url": "postgres://lab:$password@127.0.0.1:$port/postgres"
  },
  "registry": {
    "open": "$REGISTRY_OPEN",
    "private": { "host": "$REGISTRY_PRIVATE", "username": "lab", "password": "$(cat "$REGISTRY/password")" }
  },
  "servers": [$(box_endpoint box1), $(box_endpoint box2)],
  "dns": {
    "server": "$LAB_ADDRESS:$DNS_PORT",
    "zone": "$DNS_ZONE",
    "keyName": "$DNS_KEY",
    "algorithm": "hmac-sha256",
    "secret": "$(cat "$DNS/secret")"
  },
  "acme": { "directory": "$ACME_DIRECTORY", "caFile": "$ACME/ca.pem", "rootsUrl": "$ACME_ROOTS" },
  "images": { $(images_endpoint) },
  "mirrors": { "apt": "$MIRRORS_URL/apt", "pip": "$MIRRORS_URL/pip/simple" },
  "chromium": "$CHROMIUM"
}
END
  # A rename, so that nobody ever reads half a file.
  mv "$ENDPOINTS.new" "$ENDPOINTS" || fail "$ENDPOINTS could not be written."
}
