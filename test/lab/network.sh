# The network between this machine and the lab's servers: a bridge that nothing leaves.
NETWORK=phlabbr
LAB_ADDRESS=10.214.0.1

network_runs() { network_probe; }
network_probe() { ip -4 addr show dev $NETWORK 2>/dev/null | grep -qF " $LAB_ADDRESS/24 "; }

network_start() {
  {
    ip link show $NETWORK >/dev/null 2>&1 || ip link add $NETWORK type bridge || return 1
    ip addr replace $LAB_ADDRESS/24 dev $NETWORK && ip link set $NETWORK up || return 1
    # Docker drops what is forwarded, and some kernels show the firewall what a bridge passes on.
    network_rule -C 2>/dev/null || network_rule -I
  } >"$LOGS/network.log" 2>&1
}

network_rule() { iptables -w 10 "$1" FORWARD -i $NETWORK -o $NETWORK -j ACCEPT; }

network_stop() {
  while network_rule -D 2>/dev/null; do :; done
  ip link del $NETWORK 2>/dev/null
  return 0
}
