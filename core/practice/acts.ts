import { createHash } from 'node:crypto'
import { Fault } from '../error.ts'
import type { DatabaseState } from '../ports/databases.ts'
import type { Act, Acts } from './given.ts'
import { volumeUnder } from './questions.ts'
import type { ChangingThings, ThingData } from './thing.ts'

/** Done in one transaction with the count of it: a call that was ended in the middle has done nothing. */
type Doing = { [Name in Act]: (things: ChangingThings, given: Acts[Name]) => Promise<unknown> }

export const acts: Doing = {
  prepare: nothing,
  takeOver: nothing,
  'networks.create': (things, { name, labels }) => things.put('network', name, { labels }),
  'networks.remove': (things, { name }) => things.take('network', name),
  'volumes.create': (things, { name, labels }) => things.put('volume', name, { labels, databases: {} }),
  'volumes.remove': (things, { name }) => things.take('volume', name),
  'images.pull': (things, image) => things.put('image', byDigest(image), { ...image, labels: {} }),
  'images.build': (things, { reference, base, labels }) =>
    things.put('image', reference, { reference, digest: digestOf(`${reference}${base.digest}`), labels }),
  'images.removeUnused': async (things, { reference }) => {
    const used = (await things.all('container')).some(({ data }) => data.image === reference)
    if (!used) await things.take('image', reference)
    return !used
  },
  'containers.create': async (things, spec) => {
    if (await things.find('container', spec.name)) throw conflict(spec.name)
    if (!(await things.find('image', spec.image))) throw missing('image', spec.image)
    const container = containerOf(spec, 'created')
    await things.put('container', spec.name, container)
    return container
  },
  'containers.start': (things, { name }) => inState(things, name, 'running'),
  'containers.stop': (things, { name }) => inState(things, name, 'exited'),
  'containers.end': (things, { name }) => inState(things, name, 'exited'),
  'containers.remove': (things, { name }) => things.take('container', name),
  'containers.limit': async (things, { name, limits }) => {
    const container = await theContainer(things, name)
    await things.put('container', name, { ...container, limits })
  },
  'containers.begin': nothing,
  'containers.once': ranOdoo,
  'containers.probe': async (things, { name }) => {
    const container = await things.find('container', name)
    return { status: container?.state === 'running' ? 200 : null }
  },
  'databases.untilReady': async (things, { container }) => void (await running(things, container)),
  'databases.create': async (things, { container, database }) => {
    const { data } = await theVolume(things, container)
    await setDatabase(things, container, database, data.databases[database] ?? blank)
  },
  'databases.empty': (things, { container, database }) => setDatabase(things, container, database, blank),
  'databases.settle': async (things, { container, database }) => void (await theDatabase(things, container, database)),
  'databases.keep': async (things, { container, database, ...kept }) => {
    const before = await theDatabase(things, container, database)
    await setDatabase(things, container, database, { ...before, ...kept })
  },
  'databases.dropDump': (things, { file }) => things.takeBelow(file),
  'databases.dump': async (things, { container, database, file }) => {
    const state = (await theVolume(things, container)).data.databases[database]
    const text = JSON.stringify(state ?? null)
    await things.put('file', file, { print: digestOf(text), text })
  },
  'databases.restore': async (things, { container, database, file }) => {
    const dump = await things.find('file', file)
    if (!dump?.text) throw missing('file', file)
    await setDatabase(things, container, database, JSON.parse(dump.text) as DatabaseState)
  },
  'files.write': (things, { path, print, text }) => things.put('file', path, { print, text }),
  'files.makeFolder': (things, { path, uid, gid }) => things.put('folder', path, { uid, gid }),
  'files.remove': (things, { path }) => things.takeBelow(path),
  'repositories.checkOut': (things, { url, branch, commit, folder }) =>
    things.put('checkout', folder, { url, branch, commit }),
  // It has no mirrors: its commits are rows.
  'repositories.prune': nothing,
  'proxy.prepare': async (things, route) => {
    const before = await things.find('route', route.instance)
    await things.put('route', route.instance, { serves: null, maintenance: false, ...before, route })
  },
  'proxy.switch': async (things, { instance, container }) => {
    const before = await things.find('route', instance)
    await things.put('route', instance, { route: null, ...before, maintenance: false, serves: container })
  },
  'proxy.secure': () => Promise.resolve({ kind: 'proxy', until: null, why: null }),
  'proxy.drain': nothing,
  'proxy.maintenance': async (things, { instance, on }) => {
    const before = await things.find('route', instance)
    await things.put('route', instance, { route: null, serves: null, ...before, maintenance: on })
  },
  'proxy.remove': (things, { instance }) => things.take('route', instance),
  'dns.set': (things, { name, records }) =>
    records.length === 0 ? things.take('record', name) : things.put('record', name, { records, known: false }),
  'dns.untilResolved': async (things, { name, address }) => {
    const record = await things.find('record', name)
    if (record?.records[0]?.value !== address) return false
    await things.put('record', name, { ...record, known: true })
    return true
  },
}

function nothing(): Promise<null> {
  return Promise.resolve(null)
}

/** What `odoo -i` and `odoo -u` leave behind in the database of their network. */
async function ranOdoo(things: ChangingThings, spec: Acts['containers.once']) {
  const option = (name: string) => spec.command[spec.command.indexOf(name) + 1] ?? ''
  const modules = option(spec.command.includes('-i') ? '-i' : '-u').split(',')
  const networks = spec.networks.map(({ name }) => name)
  const beside = (await things.all('container')).filter(({ data }) =>
    data.networks.some(({ name }) => networks.includes(name)),
  )
  const [under] = (await Promise.all(beside.map(({ name }) => volumeUnder(things, name)))).filter((one) => one !== null)
  if (!under) return { code: 1, log: 'psycopg2.OperationalError: could not translate host name' }
  const database = option('-d')
  const before = under.data.databases[database]
  const installed = { ...Object.fromEntries(modules.map((name) => [name, ''])), ...before?.modules }
  const databases = {
    ...under.data.databases,
    [database]: { ...blank, ...before, initialised: true, modules: installed },
  }
  await things.put('volume', under.name, { ...under.data, databases })
  return { code: 0, log: `odoo.modules.loading: ${modules.length} modules loaded\nodoo: Initiating shutdown` }
}

const blank: DatabaseState = { initialised: false, modules: {}, pending: [], release: null }

async function theDatabase(things: ChangingThings, container: string, database: string): Promise<DatabaseState> {
  const found = (await theVolume(things, container)).data.databases[database]
  if (!found) throw missing('database', database)
  return found
}

async function setDatabase(things: ChangingThings, container: string, database: string, state: DatabaseState) {
  const { name, data } = await theVolume(things, container)
  await things.put('volume', name, { ...data, databases: { ...data.databases, [database]: state } })
}

async function inState(things: ChangingThings, name: string, state: string): Promise<void> {
  await things.put('container', name, { ...(await theContainer(things, name)), state })
}

async function running(things: ChangingThings, name: string) {
  const container = await theContainer(things, name)
  if (container.state !== 'running') throw missing('running container', name)
  return container
}

async function theContainer(things: ChangingThings, name: string) {
  const found = await things.find('container', name)
  if (!found) throw missing('container', name)
  return found
}

async function theVolume(things: ChangingThings, container: string) {
  const found = await volumeUnder(things, container)
  if (!found) throw missing('volume of', container)
  return found
}

function containerOf(spec: Acts['containers.create'], state: string): ThingData['container'] {
  const { name, image, networks, limits, mounts, environment, command } = spec
  const id = createHash('sha256')
    .update(`${name}${JSON.stringify(spec.labels)}`)
    .digest('hex')
  return { id, name, image, state, labels: { ...spec.labels }, networks, limits, mounts, environment, command }
}

function byDigest({ reference, digest }: { reference: string; digest: string }): string {
  return `${reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '')}@${digest}`
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}

function conflict(name: string): Fault {
  return new Fault('container_failed', { what: 'docker create', code: '409', why: `${name} is there already` })
}

function missing(what: string, name: string): Fault {
  return new Fault('container_failed', { what: 'docker', code: '404', why: `there is no ${what} ${name}` })
}
