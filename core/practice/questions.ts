import { sharedLabels } from '../deployment/names.rule.ts'
import { proxyNetwork } from '../ports/labels.ts'
import { dependenciesOf } from './code.rule.ts'
import type { Question, Questions } from './given.ts'
import { practiceImage } from './origin.ts'
import type { Things } from './thing.ts'

type Answers = { [Name in Question]: (things: Things, given: Questions[Name]) => Promise<unknown> }

/** What can be asked of a practice server; it costs nothing and changes nothing. */
export const questions: Answers = {
  run: async (_things, { command }) => ({ code: 0, output: looksOf(command), errors: '' }),
  follow: () => Promise.resolve({ code: 0 }),
  // The proxy's is there from the beginning.
  'networks.find': async (things, { name }) =>
    name === proxyNetwork ? { name, labels: sharedLabels } : named(name, await things.find('network', name)),
  'volumes.find': async (things, { name }) => named(name, await things.find('volume', name)),
  'images.find': async (things, { reference }) => {
    const image = await things.find('image', reference)
    return image && { reference: image.reference, digest: image.digest }
  },
  'images.resolve': (_things, { reference }) => practiceImage(reference),
  'containers.engine': () => Promise.resolve({ version: '27.5.1', apiVersion: '1.47', architecture: 'amd64' }),
  'containers.list': async (things, { labels }) =>
    (await things.all('container'))
      .map(({ data }) => data)
      .filter((one) => Object.entries(labels).every(([name, value]) => one.labels[name] === value)),
  'containers.find': (things, { name }) => things.find('container', name),
  'containers.log': () => Promise.resolve(''),
  'containers.exec': () => Promise.resolve({ code: 0, log: '' }),
  'databases.look': async (things, { container, database }) =>
    (await volumeUnder(things, container))?.data.databases[database] ?? null,
  'databases.dumped': async (things, { file }) => (await things.find('file', file)) !== null,
  'files.print': async (things, { path }) => (await things.find('file', path))?.print ?? null,
  'files.read': async (things, { path }) => (await things.find('file', path))?.text ?? null,
  'files.list': async (things, { path }) => {
    const all = await Promise.all([things.all('file'), things.all('folder'), things.all('checkout')])
    const below = all.flatMap((some) => some.map(({ name }) => name)).filter((name) => name.startsWith(`${path}/`))
    return [...new Set(below.map((name) => name.slice(path.length + 1).split('/')[0] ?? ''))]
  },
  'repositories.checkedOut': async (things, { folder }) => (await things.find('checkout', folder))?.commit ?? null,
  'repositories.dependencies': async (things, { folder }) => {
    const checkout = await things.find('checkout', folder)
    return checkout ? dependenciesOf(checkout.url) : { apt: [], pip: [] }
  },
  'proxy.prepared': async (things, { instance }) => (await things.find('route', instance))?.route ?? null,
  'proxy.serves': async (things, { instance }) => (await things.find('route', instance))?.serves ?? null,
  'proxy.inMaintenance': async (things, { instance }) => (await things.find('route', instance))?.maintenance ?? false,
  'proxy.running': () => Promise.resolve(true),
  'proxy.secured': () => Promise.resolve({ kind: 'proxy', until: null, why: null }),
  'proxy.visit': async (things, { instance }) => {
    const route = await things.find('route', instance)
    return route?.serves && !route.maintenance ? { status: 200, by: route.serves } : { status: 503, by: null }
  },
  'dns.provider': () => Promise.resolve('practice'),
  'dns.find': async (things, { name }) => (await things.find('record', name))?.records ?? [],
  'dns.resolve': async (things, { name }) => {
    // The server itself, as it is called: nothing stands there.
    if (name.endsWith('.invalid')) return ['192.0.2.1']
    const record = await things.find('record', name)
    return record?.known ? record.records.map(({ value }) => value) : []
  },
}

function named(name: string, found: { labels: Readonly<Record<string, string>> } | null) {
  return found && { name, labels: found.labels }
}

/** Where the data of a database container lies. */
export async function volumeUnder(things: Things, container: string) {
  const found = await things.find('container', container)
  const mount = found?.mounts.find(({ target }) => target === '/var/lib/postgresql/data')
  const data = mount ? await things.find('volume', mount.source) : null
  return mount && data ? { name: mount.source, data } : null
}

/** What the look of `server.check` reads: a small server that is well. */
function looksOf(command: readonly string[]): string {
  if (command[0] !== 'sh') return ''
  return [
    'system=Practice Linux 1',
    'kernel=6.1.0-practice',
    'cores=8',
    'memory=16777216',
    'free=12582912',
    'disk=209715200',
    'diskfree=157286400',
    'load=0.20 0.15 0.10',
    'uptime=864000',
    'user=practice',
    'socket=usable',
    'client=yes',
  ].join('\n')
}
