# Who may log in to the lab: root, `deployer` (no Docker) and `docked` (may use the lab's Docker socket).
GROUP=pilothouse-lab

make_users() {
  getent group $GROUP >/dev/null || groupadd --system $GROUP
  make_user deployer ''
  make_user docked $GROUP
  # Without PAM sshd refuses an account marked with `!`; `*` lets no password in either.
  case $(getent shadow root | cut -d: -f2) in '!' | '!!' | '!*') usermod -p '*' root ;; esac
}

make_user() {
  home=$ROOT/home/$1
  mkdir -p "$ROOT/home"
  found=$(getent passwd "$1" | cut -d: -f6)
  [ -z "$found" ] || [ "$found" = "$home" ] || fail "this machine has a user $1 that is not the lab's; the lab leaves it alone and stops."
  [ -n "$found" ] || useradd -M -U -d "$home" -s /bin/bash "$1" || fail "the user $1 could not be made."
  # Again at each start: a test may have given it a group or a password.
  usermod -p '*' -G "$2" "$1" || fail "the user $1 could not be set up."
  [ -d "$home" ] && return
  cp -r /etc/skel "$home"
  chown -R "$1:$1" "$home"
  chmod 700 "$home"
}
