import { createHash } from 'node:crypto'
import type { ContainerSpec } from '../../core/ports/containers.ts'
import type { RemoteHost } from '../../core/ports/host.ts'
import type { Practise } from '../../core/practice/call.ts'
import type { Acts, Questions } from '../../core/practice/given.ts'
import { Secret } from '../../core/secret.ts'

type Calls = Questions & Acts

/** A server that exists only in the store: every call is answered where the store is. */
export function practiceHost(stage: string, practise: Practise, signal: AbortSignal): RemoteHost {
  // The named boundary: who answers fills the same port.
  const ask = <Answer, Call extends keyof Calls = keyof Calls>(call: Call, given: Calls[Call]) =>
    practise(stage, call, given, signal) as Promise<Answer>
  return {
    run: (command) => ask('run', { command }),
    follow: ({ command }) => ask('follow', { command }),
    prepare: () => ask('prepare', null),
    takeOver: () => ask('takeOver', null),
    networks: {
      find: (name) => ask('networks.find', { name }),
      create: (network) => ask('networks.create', network),
      remove: (name) => ask('networks.remove', { name }),
    },
    volumes: {
      find: (name) => ask('volumes.find', { name }),
      create: (volume) => ask('volumes.create', volume),
      remove: (name) => ask('volumes.remove', { name }),
    },
    images: {
      find: (reference) => ask('images.find', { reference }),
      resolve: (reference) => ask('images.resolve', { reference }),
      pull: (image) => ask('images.pull', image),
      build: (build) => ask('images.build', build),
      removeUnused: (reference) => ask('images.removeUnused', { reference }),
    },
    containers: {
      engine: () => ask('containers.engine', null),
      list: (labels = {}) => ask('containers.list', { labels }),
      find: (name) => ask('containers.find', { name }),
      create: (spec) => ask('containers.create', bare(spec)),
      start: (name) => ask('containers.start', { name }),
      stop: (name) => ask('containers.stop', { name }),
      end: (name) => ask('containers.end', { name }),
      remove: (name) => ask('containers.remove', { name }),
      limit: (name, limits) => ask('containers.limit', { name, limits }),
      // Nothing waits there: whatever starts is there at once.
      adopt: () => Promise.resolve(),
      ahead: () => Promise.resolve(),
      exec: (name, { command }) => ask('containers.exec', { name, command }),
      log: (name) => ask('containers.log', { name }),
      begin: (spec) => ask('containers.begin', bare(spec)),
      async once(spec, _progress, ready) {
        await ready?.()
        return ask('containers.once', bare(spec))
      },
      probe: (name, { path }) => ask('containers.probe', { name, path }),
    },
    databases: {
      untilReady: (container, _attempts, by) => (by ? Promise.resolve() : ask('databases.untilReady', { container })),
      // What ends there ends because somebody said so.
      ended: () => Promise.resolve(null),
      create: (container, { database }) => ask('databases.create', { container, database }),
      empty: (container, { database }) => ask('databases.empty', { container, database }),
      look: (container, database) => ask('databases.look', { container, database }),
      // Its data go with every image.
      majors: () => Promise.resolve(null),
      // Its disks have no end.
      room: () => Promise.resolve(null),
      settle: (container, database) => ask('databases.settle', { container, database }),
      keep: (container, database, done) => ask('databases.keep', { container, database, ...done }),
      // Its Odoo always does what it says.
      expect: () => Promise.resolve(),
      // Nobody else is there.
      lock: () => Promise.resolve(() => Promise.resolve()),
      dump: (container, database, file) => ask('databases.dump', { container, database, file }),
      dumped: (container, file) => ask('databases.dumped', { container, file }),
      dropDump: (container, file) => ask('databases.dropDump', { container, file }),
      restore: (container, database, file) => ask('databases.restore', { container, database, file }),
      templates: {
        first: () => Promise.resolve(null),
        copy: () => Promise.resolve(false),
        make: (_names, { dump }) => ask('files.remove', { path: dump }),
      },
    },
    files: {
      print: (path) => ask('files.print', { path }),
      write: (path, content) => ask('files.write', { path, ...printed(content) }),
      read: (path) => ask('files.read', { path }),
      makeFolder: (path, owner = { uid: 0, gid: 0 }) => ask('files.makeFolder', { path, ...owner }),
      rename: () => Promise.resolve(false),
      remove: async (...paths) => void (await Promise.all(paths.map((path) => ask('files.remove', { path })))),
      list: (path) => ask('files.list', { path }),
    },
    repositories: {
      checkOut: (checkout) => ask('repositories.checkOut', checkout),
      checkedOut: (folder) => ask('repositories.checkedOut', { folder }),
      dependencies: (folder) => ask('repositories.dependencies', { folder }),
      prune: () => ask('repositories.prune', null),
    },
    proxy: {
      running: () => ask('proxy.running', null),
      prepared: (instance) => ask('proxy.prepared', { instance }),
      prepare: (route) => ask('proxy.prepare', route),
      secured: (instance) => ask('proxy.secured', { instance }),
      secure: (instance) => ask('proxy.secure', { instance }),
      visit: (instance) => ask('proxy.visit', { instance }),
      serves: (instance) => ask('proxy.serves', { instance }),
      switch: (instance, container) => ask('proxy.switch', { instance, container }),
      drain: (container) => ask('proxy.drain', { container }),
      inMaintenance: (instance) => ask('proxy.inMaintenance', { instance }),
      maintenance: (instance, on) => ask('proxy.maintenance', { instance, on }),
      remove: (instance) => ask('proxy.remove', { instance }),
    },
    dns: {
      provider: () => ask('dns.provider', null),
      find: (name) => ask('dns.find', { name }),
      set: (name, records) => ask('dns.set', { name, records }),
      resolve: (name) => ask('dns.resolve', { name }),
      untilResolved: ({ name, address }) => ask('dns.untilResolved', { name, address }),
    },
  }
}

/** No secret leaves the thread: nothing there would start with it. */
function bare({ secrets: _secrets, ...spec }: ContainerSpec): Omit<ContainerSpec, 'secrets'> {
  return spec
}

function printed(content: string | Secret): { print: string; text: string | null } {
  const text = content instanceof Secret ? content.reveal() : content
  const print = createHash('sha256').update(text).digest('hex')
  return { print, text: content instanceof Secret ? null : text }
}
