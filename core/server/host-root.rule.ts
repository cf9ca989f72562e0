/** Whoever may name a folder below these has the server, or what others keep there. */
const own = ['bin', 'boot', 'dev', 'etc', 'lib', 'lib32', 'lib64', 'proc', 'root', 'run', 'sbin', 'sys', 'usr']
const ownBelowVar = ['/var/run', '/var/lib', '/var/lib/docker', '/var/log', '/var/spool']

/** Why folders of the server that settings of instances name may not lie below this one; null where they may. */
export function whyNoHostRoot(root: string, base: string): string | null {
  const folder = root.replace(/\/+$/, '')
  const [, first = '', ...more] = folder.split('/')
  if (first === '' || (more.length === 0 && ['var', 'opt', 'home'].includes(first)))
    return 'is too much: name a folder of its own, like /srv/odoo'
  if (own.includes(first) || ownBelowVar.some((one) => isIn(folder, one))) return 'belongs to the system'
  if (isIn(folder, base) || isIn(base, folder)) return 'has what I keep there: passwords of all instances'
  return null
}

function isIn(folder: string, other: string): boolean {
  return folder === other || folder.startsWith(`${other}/`)
}
