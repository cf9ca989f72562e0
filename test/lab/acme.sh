# An authority that issues certificates by ACME for names in the lab's zone. It asks the lab's name server
# and fetches http challenges on port 80 of the address found there.
ACME=$ROOT/acme
ACME_DIRECTORY=https://$LAB_ADDRESS:14000/dir
ACME_ROOTS=https://$LAB_ADDRESS:15000/roots/0

acme_pids() { pids_of pebble "$ACME/pebble.json"; }
acme_runs() { [ -n "$(acme_pids)" ]; }
acme_probe() { curl -fsS -m 5 --cacert "$ACME/ca.pem" -o /dev/null "$ACME_DIRECTORY"; }

acme_start() {
  mkdir -p "$ACME"
  [ -s "$ACME/server.pem" ] || acme_certificate >"$LOGS/acme.log" 2>&1 || return 1
  acme_config >"$ACME/pebble.json"
  # Its habits of waiting before it validates, and of refusing good nonces, are for tests that ask for them.
  launch acme env PEBBLE_VA_NOSLEEP=1 PEBBLE_WFE_NONCEREJECT=0 \
    pebble -config "$ACME/pebble.json" -dnsserver "$LAB_ADDRESS:$DNS_PORT"
}

# For the authority's own door; what it issues comes from a root that it makes anew at each start.
acme_certificate() {
  (
    umask 077
    cd "$ACME" || exit 1
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj '/CN=Pilothouse lab' \
      -addext 'keyUsage=critical,keyCertSign,cRLSign' -keyout ca.key -out ca.pem &&
      openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$LAB_ADDRESS" \
        -keyout server.key -out server.csr &&
      echo "subjectAltName = IP:$LAB_ADDRESS" >server.ext &&
      openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 3650 -extfile server.ext \
        -out server.new &&
      chmod 644 ca.pem && mv server.new server.pem
  )
}

acme_config() {
  cat <<END
{
  "pebble": {
    "listenAddress": "$LAB_ADDRESS:14000",
    "managementListenAddress": "$LAB_ADDRESS:15000",
    "certificate": "$ACME/server.pem",
    "privateKey": "$ACME/server.key",
    "httpPort": 80,
    "tlsPort": 443,
    "ocspResponderURL": "",
    "externalAccountBindingRequired": false
  }
}
END
}

# shellcheck disable=SC2046
acme_stop() { end TERM 5 $(acme_pids); }
