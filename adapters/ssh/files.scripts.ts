/** Nothing is there. */
export const absent = 44
/** The content did not arrive whole: the line was cut. */
export const notWhole = 66
/** It is another one's, and we are not root. */
export const needsRoot = 77

const rootless = `[ "$(id -u)" = 0 ] || exit ${needsRoot}`
/** Nobody may look into the folder, or it is not there: only who may look can tell. */
const seen = `if ! [ -e "$1" ] && ! [ -L "$1" ]; then d=$(dirname "$1"); while ! [ -e "$d" ]; do [ "$d" = / ] && break; d=$(dirname "$d"); done; [ -x "$d" ] || { ${rootless}; }; exit ${absent}; fi`

const put = 'quiet() { { [ -z "$owner" ] || chown "$owner" "$t"; } && chmod "$mode" "$t" && mv -fT "$t" "$path"; }'

/** Fixed texts; all that is ours comes as arguments. */
export const fileScripts = {
  print: `${seen}; [ -r "$1" ] || { ${rootless}; }; sha256sum <"$1"`,
  read: `${seen}; [ -r "$1" ] || { ${rootless}; }; head -c "$2" <"$1"`,
  list: `${seen}; { [ -r "$1" ] && [ -x "$1" ]; } || { ${rootless}; }; find "$1" -mindepth 1 -maxdepth 1 -printf '%f\\0'`,
  makeFolder: [
    'umask 022',
    `[ -d "$1" ] || mkdir -p "$1" 2>/dev/null || { ${rootless}; mkdir -p "$1"; } || exit 1`,
    '[ -z "$2" ] || [ "$(stat -c %u:%g "$1")" = "$2:$3" ] && exit 0',
    `chown "$2:$3" "$1" 2>/dev/null || { ${rootless}; chown "$2:$3" "$1"; }`,
  ].join('\n'),
  // Broken off anywhere it goes on where it was: the way from the former name is the last that is made.
  rename: [
    'from=$1; to=$2; old=$to.old',
    `[ -e "$from" ] || [ -L "$from" ] || [ -e "$old" ] || { [ -x "$(dirname "$from")" ] || { ${rootless}; }; exit ${absent}; }`,
    'act() {',
    'if [ -d "$from" ] && ! [ -L "$from" ]; then',
    'if [ -d "$to" ]; then cp -a "$to/." "$from/" && rm -rf "$old" && mv -T "$to" "$old" || return 1; fi',
    'mv -T "$from" "$to" || return 1',
    'fi',
    'ln -sfnT "$(basename "$to")" "$from" && rm -rf "$old"',
    '}',
    `act 2>/dev/null || { ${rootless}; act; } || exit 1`,
  ].join('\n'),
  remove: [
    'for one; do',
    '[ -e "$one" ] || [ -L "$one" ] || { [ -x "$(dirname "$one")" ] && continue; }',
    `rm -rf "$one" 2>/dev/null || { ${rootless}; rm -rf "$one"; } || exit 1`,
    'done',
  ].join('\n'),
  // Beside what it will replace, so that the move is one act; where that folder is not ours, in our own one.
  write: [
    'path=$1; base=$2; length=$3; mode=$4; owner=$5',
    'umask 022; d=$(dirname "$path"); mkdir -p "$d" 2>/dev/null',
    'umask 077; if [ -w "$d" ]; then t=$(mktemp "$d/.pilothouse.XXXXXX"); else mkdir -p "$base/.pilothouse/new" && t=$(mktemp "$base/.pilothouse/new/XXXXXX"); fi || exit 1',
    'cat >"$t" || { rm -f "$t"; exit 1; }',
    `[ "$(wc -c <"$t")" -eq "$length" ] || { rm -f "$t"; exit ${notWhole}; }`,
    put,
    `quiet 2>/dev/null && exit 0`,
    `[ "$(id -u)" = 0 ] || { printf %s "$t"; exit ${needsRoot}; }`,
    'quiet || { rm -f "$t"; exit 1; }',
  ].join('\n'),
  /** What `write` had to leave to somebody with more rights. */
  put: [
    't=$1; path=$2; mode=$3; owner=$4',
    'mkdir -p "$(dirname "$path")"',
    put,
    'quiet || { rm -f "$t"; exit 1; }',
  ].join('\n'),
}
