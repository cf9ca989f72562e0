/** Where Odoo sees what belongs to its release: its configuration, and what it is started by. */
export const ownMount = '/etc/odoo'
export const launcher = `${ownMount}/start.sh`

/** Waits for the word, once; whoever starts the container later finds it there. */
export const launcherText = `# Odoo, as soon as there is a word for it: its code and its database are ready then.
trap : USR1
trap 'exit 0' TERM INT
until [ -e ${ownMount}/word ]; do
  sleep 0.2 &
  wait $!
done
wait
trap - USR1 TERM INT
exec odoo "$@"
`
