/** Where Odoo sees what belongs to its release: its configuration, and what it is started by. */
export const ownMount = '/etc/odoo'
export const launcher = `${ownMount}/start.sh`

/** Waits for the word, once; whoever starts the container later finds it there. */
export const launcherText = `# Odoo, as soon as there is a word for it: its code and its database are ready then.
trap 'exit 0' TERM INT
looks=0
until [ -e ${ownMount}/word ]; do
  looks=$((looks + 1))
  # Mostly it comes within seconds; for a large database it takes minutes.
  if [ $looks -lt 400 ]; then sleep 0.05; else sleep 0.5; fi
done
trap - TERM INT
exec odoo "$@"
`
