/** Where Odoo sees what belongs to its release: its configuration, and what it is started by. */
export const ownMount = '/etc/odoo'
export const launcher = `${ownMount}/start.sh`
const reader = `${ownMount}/start.py`

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

/** The same in Odoo's own Python, which reads Odoo meanwhile: a third of a second that nobody waits for then. */
export const readerText = `import os
import runpy
import signal
import sys
import time

# As Odoo's own script does, before anybody looks at the clock.
os.environ["TZ"] = "UTC"
time.tzset()
script, word = sys.argv[1:3]
sys.path[0] = os.path.dirname(script)
for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, lambda *_: os._exit(0))
try:
    import odoo.cli.server
    import odoo.http
    import odoo.modules.registry
    import odoo.service.server
except Exception:
    # Whatever it is, Odoo itself meets it too, and says it.
    pass
looks = 0
while not os.path.exists(word):
    looks += 1
    time.sleep(0.02 if looks < 1000 else 0.5)
signal.signal(signal.SIGTERM, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.argv = [script, *sys.argv[3:]]
runpy.run_path(script, run_name="__main__")
`
