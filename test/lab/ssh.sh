# An sshd of its own. Tests append public keys to authorized_keys under `flock` on that same file;
# append only, in place: a rename would lose what another test run wrote.
SSH=$ROOT/ssh

ssh_pids() { pids_of sshd "-f $SSH/sshd_config"; }
ssh_runs() { [ -n "$(ssh_pids)" ]; }

ssh_probe() {
  timeout 5 ssh -F none -i "$SSH/client_ed25519" -p "$(port_of ssh)" -o BatchMode=yes -o IdentitiesOnly=yes \
    -o IdentityAgent=none -o UserKnownHostsFile="$SSH/known_hosts" -o GlobalKnownHostsFile=none root@127.0.0.1 true
}

ssh_start() {
  mkdir -p "$SSH" /run/sshd # sshd insists on /run/sshd
  ssh_key host_ed25519 && ssh_key client_ed25519 || return 1
  touch "$SSH/authorized_keys"
  chmod 644 "$SSH/authorized_keys" # sshd reads it as the user who logs in
  flock "$SSH/authorized_keys" sh -c 'grep -qxF "$(cat "$1")" "$2" || cat "$1" >>"$2"' \
    - "$SSH/client_ed25519.pub" "$SSH/authorized_keys"
  port_for ssh 2322
  echo "[127.0.0.1]:$(port_of ssh) $(cut -d' ' -f1,2 "$SSH/host_ed25519.pub")" >"$SSH/known_hosts"
  ssh_config 127.0.0.1 "$(port_of ssh)" "$SSH/host_ed25519" "$RUN/sshd.pid" >"$SSH/sshd_config"
  launch ssh /usr/sbin/sshd -D -e -f "$SSH/sshd_config"
}

ssh_key() {
  [ -s "$SSH/$1" ] && [ -s "$SSH/$1.pub" ] && return
  rm -f "$SSH/$1" "$SSH/$1.pub"
  ssh-keygen -q -t ed25519 -N '' -C pilothouse-lab -f "$SSH/$1" >"$LOGS/ssh.log" 2>&1
}

# ssh_config ADDRESS PORT HOST-KEY PID-FILE
# MaxStartups and MaxAuthTries are generous: many tests connect at once, some with a wrong key first.
ssh_config() {
  cat <<END
ListenAddress $1
Port $2
HostKey $3
PidFile $4
AuthorizedKeysFile $SSH/authorized_keys
AllowUsers root deployer docked
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
StrictModes no
UseDNS no
PrintMotd no
PrintLastLog no
AllowTcpForwarding yes
AllowStreamLocalForwarding yes
MaxSessions 100
MaxStartups 200
MaxAuthTries 20
LogLevel VERBOSE
Subsystem sftp internal-sftp
END
}

# Sessions outlive their listener, so they are also found by the port they are connected to.
ssh_stop() {
  port=$(port_of ssh)
  sessions=''
  [ -z "$port" ] || sessions=$(ss -tnpH state established "src 127.0.0.1:$port" | grep -o '"sshd",pid=[0-9]*' | grep -o '[0-9]*$')
  # shellcheck disable=SC2046
  end TERM 5 $(tree_of $(ssh_pids) $sessions | sort -u)
}
