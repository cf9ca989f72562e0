/** Where Odoo sees what belongs to its release: its configuration, and what it is started by. */
export const ownMount = '/etc/odoo'
export const launcher = `${ownMount}/start.sh`
export const reader = `${ownMount}/start.py`

/** `start.sh WORD …`: waits for the word, once; whoever starts the container later finds it there. */
export const launcherText = `# Odoo, as soon as there is a word for it: its code and its database are ready then.
word=${ownMount}/$1
shift
script=$(command -v odoo) || {
  echo 'there is no command odoo in this image' >&2
  exit 127
}
first=
# Python takes some 100 MB while it waits, beside the one that still serves.
free=$(sed -n 's/^MemAvailable: *\\([0-9]*\\).*/\\1/p' /proc/meminfo)
[ -e "$word" ] || [ "\${free:-0}" -lt 524288 ] || read -r first <"$script"
case "$first" in
'#!'*python*) exec \${first#??} ${reader} "$script" "$word" "$@" ;;
esac
trap 'exit 0' TERM INT
looks=0
until [ -e "$word" ]; do
  looks=$((looks + 1))
  # Mostly it comes within seconds; for a large database it takes minutes.
  if [ $looks -lt 400 ]; then sleep 0.05; else sleep 0.5; fi
done
trap - TERM INT
exec odoo "$@"
`
