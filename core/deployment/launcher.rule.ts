export const startMount = '/run/pilothouse'
export const launcher = `${startMount}/start.sh`

/** Waits for the word, once; whoever starts the container later finds it there. */
export const launcherText = `# Odoo, as soon as there is a word for it: its code and its database are ready then.
trap : USR1
trap 'exit 0' TERM INT
until [ -e ${startMount}/word ]; do
  sleep 0.2 &
  wait $!
done
wait
trap - USR1 TERM INT
exec odoo "$@"
`
