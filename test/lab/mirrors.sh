# A Debian repository with one package and a Python index with one wheel, as a company's mirrors would be.
MIRRORS=$ROOT/mirrors
MIRRORS_PORT=8081
MIRRORS_URL=http://$LAB_ADDRESS:$MIRRORS_PORT

mirrors_pids() { pids_of python3 "http.server --bind $LAB_ADDRESS --directory $MIRRORS/files"; }
mirrors_runs() { [ -n "$(mirrors_pids)" ] && [ "$(cat "$MIRRORS/of")" = "$(mirrors_hash)" ]; }
mirrors_probe() { curl -sf -m 5 -o /dev/null "$MIRRORS_URL/apt/Packages" && curl -sf -m 5 -o /dev/null "$MIRRORS_URL/pip/simple/"; }
mirrors_hash() { cat "$here/mirrors.sh" "$here/mirrors/"* | sha256sum | cut -c1-16; }

mirrors_start() {
  {
    rm -rf "$MIRRORS"
    mkdir -p "$MIRRORS/files/apt" "$MIRRORS/files/pip"
    mirrors_package && mirrors_lists && python3 "$here/mirrors/wheel.py" "$MIRRORS/files/pip" || return 1
    mirrors_hash >"$MIRRORS/of"
  } >"$LOGS/mirrors.log" 2>&1
  launch mirrors python3 -m http.server --bind "$LAB_ADDRESS" --directory "$MIRRORS/files" $MIRRORS_PORT
}

mirrors_package() {
  tree=$MIRRORS/ph-lab-tool
  mkdir -p "$tree/DEBIAN" "$tree/usr/bin"
  cat >"$tree/DEBIAN/control" <<END
Package: ph-lab-tool
Version: 1.0
Architecture: all
Maintainer: Pilothouse lab <lab@lab.test>
Description: a program that only the lab's own repository has
END
  printf '#!/bin/sh\necho "ph-lab-tool 1.0"\n' >"$tree/usr/bin/ph-lab-tool"
  chmod 755 "$tree/usr/bin/ph-lab-tool"
  dpkg-deb --root-owner-group --build "$tree" "$MIRRORS/files/apt/ph-lab-tool_1.0_all.deb"
}

# Both flat (`deb URL ./`) and by suite (`deb URL bookworm main`); unsigned, so [trusted=yes] either way.
mirrors_lists() {
  cd "$MIRRORS/files/apt" || return 1
  dpkg-scanpackages --multiversion . >Packages
  for suite in bookworm trixie jammy noble stable; do
    for processor in amd64 arm64 all; do
      mkdir -p "dists/$suite/main/binary-$processor"
      cp Packages "dists/$suite/main/binary-$processor/Packages"
    done
    (cd "dists/$suite" && mirrors_release "$suite" main/binary-*/Packages >Release)
  done
  mirrors_release lab Packages >Release
}

mirrors_release() {
  printf 'Origin: pilothouse-lab\nSuite: %s\nCodename: %s\nArchitectures: all amd64 arm64\nComponents: main\nDate: %s\nSHA256:\n' \
    "$1" "$1" "$(date -Ru)"
  shift
  for file in "$@"; do printf ' %s %s %s\n' "$(sha256sum <"$file" | cut -d' ' -f1)" "$(wc -c <"$file")" "$file"; done
}

# shellcheck disable=SC2046
mirrors_stop() { end TERM 5 $(mirrors_pids); }
