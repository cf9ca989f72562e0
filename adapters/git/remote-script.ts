/** Where a repository within another one is fetched from: as the plan reads it, see `submodules.ts`. */
export const absoluteFunction = `absolute() {
  case "$1" in
    ssh://*) at=\${1#ssh://} at=\${at#*@} host=\${at%%/*}; printf 'https://%s/%s' "\${host%%:*}" "\${at#*/}";;
    ./*|../*)
      up=\${2%/} rest=$1
      while :; do case "$rest" in ../*) up=\${up%/*} rest=\${rest#../};; ./*) rest=\${rest#./};; *) break;; esac; done
      printf '%s/%s' "$up" "$rest";;
    *@*:*) case "$1" in *://*) printf %s "$1";; *) host=\${1#*@}; printf 'https://%s/%s' "\${host%%:*}" "\${host#*:}";; esac;;
    *) printf %s "$1";;
  esac
}`

/**
 * What is done on a server for one repository, in one go: its mirror fetched by what is new, its commit in its folder.
 * Everything comes as arguments or on standard input: first variables, one a line, then after an empty line the
 * configuration of git. So no token is in a list of processes, a file, an address or a history of commands.
 *
 * Ends with 0; 90: no git; 91: no room to work in; 94: git said why; 95: the commit is nowhere; 96: no room for it.
 */
export const checkOutScript = `
set -u
umask 022
exec 2>&1
base=$1 url=$2 commit=$3 branch=$4 folder=$5
while IFS= read -r line && [ -n "$line" ]; do export "$line"; done
command -v git >/dev/null || exit 90
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY
mkdir -p "$base/repositories" "\${folder%/*}" || exit 91
home=$(mktemp -d) || exit 91
part="\${folder%/*}/.part-$commit-$$"
trap 'rm -rf "$home" "$part"' EXIT
trap 'exit 143' HUP INT TERM
cat >"$home/.gitconfig"
export HOME="$home" XDG_CONFIG_HOME="$home" GIT_CEILING_DIRECTORIES="\${folder%/*}"

mirror_of() {
  name=$(printf %s "\${1##*/}" | tr -c 'A-Za-z0-9._-' '-')
  printf '%s/repositories/%s-%s.git' "$base" "\${name%.git}" "$(printf %s "$1" | sha256sum | cut -c1-12)"
}

has() { git --git-dir "$1" cat-file -e "$2^{commit}" 2>/dev/null; }

# Until this shell closes 9; where there is no flock, two at once are rare enough.
locked() { if command -v flock >/dev/null; then exec 9>"$1.lock" && flock 9; fi; }

# A host that gives no single commit gives its branch; what it says is told only where nothing helped.
get() (
  m=$(mirror_of "$1")
  echo "@ $1 $2"
  locked "$m"
  if ! git --git-dir "$m" rev-parse --is-bare-repository >/dev/null 2>&1; then rm -rf "$m" "$m.new"; git init -q --bare --template= "$m.new" && git --git-dir "$m.new" config remote.origin.url "$1" && mv "$m.new" "$m" || exit 94; fi
  has "$m" "$2" && exit 0
  # How far it is comes out as it comes: whoever hears of it knows that it is at work. A pipe would hide how it ended.
  f() {
    : >"$home/ended"
    { git --git-dir "$m" fetch --progress --no-tags --no-recurse-submodules "$@" 2>&1; echo $? >"$home/ended"; } |
      awk -v said="$home/said" 'BEGIN { RS = "\\r"; printf "" >said } { print >said; sub(/.*\\n/, "") } /[0-9]%/ { print "% " $0; fflush() }'
    read -r ended <"$home/ended" && [ "$ended" = 0 ] || { cat "$home/said"; return 1; }
  }
  f --depth=1 origin "+$2:refs/pilothouse/$2" && has "$m" "$2" && exit 0
  grep -qiE 'not our ref|unadvertised object|remote ref [0-9a-f]{40}|dumb http|shallow' "$home/said" || exit 94
  if [ -n "$3" ]; then f origin "+refs/heads/$3:refs/pilothouse/branch"; else f origin '+refs/heads/*:refs/pilothouse/heads/*'; fi
  has "$m" "$2" && exit 0
  if [ -f "$m/shallow" ]; then f --unshallow origin '+refs/heads/*:refs/pilothouse/heads/*'; fi
  has "$m" "$2" || exit 95
)

${absoluteFunction}
# Repositories within it, at the commits that it names: their files alone, from mirrors of their own.
inner() (
  m=$(mirror_of "$1")
  depth=$4
  links=$(git --git-dir "$m" ls-tree -r --full-tree "$2" | sed -n 's/^160000 commit \\([0-9a-f]*\\)	/\\1 /p')
  [ -n "$links" ] || exit 0
  [ "$depth" -lt 5 ] || exit 0
  printf '%s\\n' "$links" | while IFS=' ' read -r at path; do
    case "$path" in /*|..|../*|*/..|*/../*) exit 94;; esac
    key=$(git --git-dir "$m" config --blob "$2:.gitmodules" --get-regexp '^submodule\\..*\\.path$' 2>/dev/null | while IFS= read -r l; do
      case "$l" in *".path $path") printf '%s' "\${l%".path $path"}"; break;; esac; done)
    [ -n "$key" ] || continue
    told=$(git --git-dir "$m" config --blob "$2:.gitmodules" --get "$key.url") || continue
    from=$(absolute "$told" "$1")
    case "$from" in http://*|https://*) ;; *) echo "@ $from $at"; echo "fatal: transport not allowed"; exit 94;; esac
    get "$from" "$at" '' || exit $?
    mkdir -p "$3/$path" || exit 91
    # No link of a crafted repository leads out of its own folder.
    case "$(cd "$3/$path" && pwd -P)/" in "$(cd "$part" && pwd -P)"/*) ;; *) exit 94;; esac
    sub=$(mirror_of "$from")
    GIT_INDEX_FILE="$home/index.$depth" git --git-dir "$sub" read-tree "$at" &&
      (cd "$3/$path" && GIT_INDEX_FILE="$home/index.$depth" git --git-dir "$sub" --work-tree . checkout-index -a -f) || exit 94
    inner "$from" "$at" "$3/$path" $((depth + 1)) || exit $?
  done
)

mirror=$(mirror_of "$url")
if [ "$(git -C "$folder" rev-parse HEAD 2>/dev/null)" = "$commit" ] && git -C "$folder" diff --quiet --ignore-submodules HEAD 2>/dev/null; then exit 0; fi
if command -v flock >/dev/null; then exec 8<"\${folder%/*}" && flock 8; fi
add() {
  get "$url" "$commit" "$branch" || exit $?
  locked "$mirror"
  rm -rf "\${folder%/*}"/.part-"$commit"-*
  git --git-dir "$mirror" worktree prune
  git --git-dir "$mirror" worktree add -q --detach --force "$part" "$commit"
}
# Git says of a full disk only that it could not write a file.
roomless() {
  free=$(df -Pk "\${folder%/*}" | awk 'NR == 2 { print $4 }')
  git --git-dir "$mirror" ls-tree -r -l "$commit" | awk -v free="$free" '{ size += $4 } END { exit size / 1024 < free }'
}
# A mirror that lost something is made anew, once. Its lock is let go first: whoever makes it takes it too.
add || { exec 9>&-; if roomless; then exit 96; fi; rm -rf "$mirror"; add || exit 94; }
exec 9>&-
if [ -f "$part/.gitmodules" ]; then inner "$url" "$commit" "$part" 0 || exit $?; fi
locked "$mirror"
rm -rf "$folder"
mv "$part" "$folder" || exit 91
git --git-dir "$mirror" worktree repair "$folder" >/dev/null || exit 94
`

/** The commit that is whole in a folder, as nobody changed it; nothing where there is none. */
export const checkedOutScript = `
export HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 GIT_OPTIONAL_LOCKS=0 GIT_CEILING_DIRECTORIES="\${1%/*}"
at=$(git -C "$1" rev-parse HEAD 2>/dev/null) && git -C "$1" diff --quiet --ignore-submodules HEAD 2>/dev/null && echo "$at"
exit 0
`

/**
 * Files as the commit has them, and with \`within\` those of the same name in each repository within it: of these the
 * folder has the files alone, and no link of it is followed.
 */
export const dependenciesScript = `
export HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 GIT_OPTIONAL_LOCKS=0 GIT_CEILING_DIRECTORIES="\${1%/*}"
folder=$1 within=$2
shift 2
root=$(cd "$folder" && pwd -P) || exit 0
inner() { git -c core.quotePath=false -C "$folder" ls-tree -r HEAD | sed -n 's/^160000 commit [0-9a-f]*	//p'; }
tell() {
  case "$(git -C "$folder" ls-tree HEAD -- "$1" 2>/dev/null)" in
    100*) printf '\\001%s\\n' "$1"; git -C "$folder" cat-file blob "HEAD:$1" | head -c 200000; echo; return;;
    ?*) return;;
  esac
  case "$1" in */*) ;; *) return;; esac
  at=$(cd "$root/\${1%/*}" 2>/dev/null && pwd -P) || return
  case "$at" in "$root"/*) ;; *) return;; esac
  at="$at/\${1##*/}"
  if [ -f "$at" ] && [ ! -L "$at" ]; then printf '\\001%s\\n' "$1"; head -c 200000 "$at"; echo; fi
}
for file; do
  tell "$file"
  [ "$within" = within ] && inner | while IFS= read -r path; do tell "$path/$file"; done
done
exit 0
`

/**
 * What no folder of a release has any more: the record of folders that are gone, the names that keep their commits, and
 * after a while, as somebody may be about to take one up again, the commits themselves.
 */
export const pruneScript = `
set -u
export HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY
for m in "$1"/repositories/*.git; do
  [ -d "$m" ] || continue
  (
    if command -v flock >/dev/null; then exec 9>"$m.lock" && flock -n 9 || exit 0; fi
    git --git-dir "$m" worktree prune
    kept=$(git --git-dir "$m" worktree list --porcelain | sed -n 's/^HEAD //p')
    git --git-dir "$m" for-each-ref --format='%(refname)' refs/pilothouse | while IFS= read -r ref; do
      commit=\${ref#refs/pilothouse/}
      [ "\${#commit}" = 40 ] || continue
      case "$kept" in *"$commit"*) ;; *) git --git-dir "$m" update-ref -d "$ref";; esac
    done
    git --git-dir "$m" gc -q --prune=1.hour.ago || echo "$m could not be packed"
  )
done
exit 0
`
