# Where this machine has Debian from: whoever sits behind a mirror reaches no other.

# debian_mirror [APT OS-RELEASE]: the archive that apt is set to, else Debian's own.
debian_mirror() {
  apt=${1:-/etc/apt}
  # Another system's archive has none of Debian's suites; who only names a suite alike is not Debian's either.
  suite=$(. "${2:-/etc/os-release}" 2>/dev/null && [ "${ID:-}" = debian ] && echo "${VERSION_CODENAME:-}")
  [ -n "$suite" ] || suite=-
  sources "$apt" | awk -v suite="$suite" '
    $1 !~ /^https?:/ || $2 != suite || !/ main( |$)/ || $1 ~ /security/ { next }
    { sub(/\/+$/, "", $1) }
    $1 ~ /debian/ && named == "" { named = $1 }
    any == "" { any = $1 }
    END { print named != "" ? named : any != "" ? any : "http://deb.debian.org/debian" }'
}

# sources APT: each archive of apt as `URI SUITE COMPONENTS`, in the order in which apt reads them.
sources() {
  cat "$1/sources.list" "$1"/sources.list.d/*.list 2>/dev/null |
    sed 's/#.*//; s/\[[^]]*\]//' | awk '$1 == "deb" { $1 = ""; sub(/^ +/, ""); print }'
  for file in "$1"/sources.list.d/*.sources; do
    [ -e "$file" ] || continue
    awk '
      function told(   i, j, uris, suites, of) {
        if (type ~ /(^| )deb( |$)/ && enabled !~ /^(no|false|without|off|disable|0)$/) {
          split(is["uris"], uris, " ")
          of = split(is["suites"], suites, " ")
          for (i = 1; i in uris; i++) for (j = 1; j <= of; j++) print uris[i], suites[j], is["components"]
        }
        type = enabled = ""
        split("", is)
      }
      /^#/ { next }
      /^[ \t]*$/ { told(); next }
      /^[^ \t:]+:/ {
        field = tolower(substr($0, 1, index($0, ":") - 1))
        value = substr($0, index($0, ":") + 1)
      }
      /^[ \t]/ { value = $0 }
      {
        gsub(/[ \t]+/, " ", value)
        sub(/^ /, "", value)
        sub(/ $/, "", value)
        is[field] = (/^[ \t]/ ? is[field] " " : "") value
        type = is["types"]
        enabled = tolower(is["enabled"])
      }
      END { told() }' "$file"
  done
}
