# A name server for the zone lab.test, which whoever has its key may change (RFC 2136). Each start begins with
# an empty zone. It listens on port 53 too, where the lab's servers ask, which can name no other port.
DNS=$ROOT/dns
DNS_ZONE=lab.test
DNS_KEY=pilothouse-lab
DNS_PORT=5353

dns_pids() { pids_of knotd "$DNS/knot.conf"; }
dns_runs() { [ -n "$(dns_pids)" ]; }
dns_probe() { dig +short +time=2 +tries=1 -p $DNS_PORT "@$LAB_ADDRESS" $DNS_ZONE SOA | grep -q "^ns.$DNS_ZONE. "; }

dns_start() {
  mkdir -p "$DNS"
  chmod 700 "$DNS" # its key lies in there
  rm -rf "$DNS/db" "$RUN/dns"
  mkdir -p "$DNS/db" "$RUN/dns"
  [ -s "$DNS/secret" ] || head -c 32 /dev/urandom | base64 -w0 >"$DNS/secret"
  dns_config >"$DNS/knot.conf"
  dns_zone >"$DNS/$DNS_ZONE.zone"
  launch dns knotd -c "$DNS/knot.conf"
}

dns_config() {
  cat <<END
server:
  rundir: "$RUN/dns"
  listen: ["$LAB_ADDRESS@$DNS_PORT", "$LAB_ADDRESS@53"]
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
log:
  - target: stderr
    any: info
database:
  storage: "$DNS/db"
key:
  - id: $DNS_KEY
    algorithm: hmac-sha256
    secret: $(cat "$DNS/secret")
acl:
  - id: holder
    key: $DNS_KEY
    action: [update, transfer]
zone:
  - domain: $DNS_ZONE
    storage: "$DNS"
    file: $DNS_ZONE.zone
    zonefile-sync: -1
    acl: holder
END
}

# Low figures: nobody is to remember for long what is not there yet.
dns_zone() {
  cat <<END
\$ORIGIN $DNS_ZONE.
\$TTL 1
@ SOA ns hostmaster 1 60 60 3600 1
@ NS ns
ns A $LAB_ADDRESS
END
}

# shellcheck disable=SC2046
dns_stop() { end TERM 5 $(dns_pids); }
