import type { ContainerSpec, Image, ImageBuild, Labels, Limits, Named } from '../ports/containers.ts'
import type { Kept } from '../ports/databases.ts'
import type { DnsRecord } from '../ports/dns.ts'
import type { Route } from '../ports/proxy.ts'
import type { Checkout } from '../ports/repositories.ts'

type InDatabase = { container: string; database: string }

/** What goes with each question. */
export interface Questions {
  run: { command: readonly string[] }
  'networks.find': { name: string }
  'volumes.find': { name: string }
  follow: { command: readonly string[] }
  'images.find': { reference: string }
  'images.resolve': { reference: string }
  'containers.engine': null
  'containers.list': { labels: Labels }
  'containers.find': { name: string }
  'containers.log': { name: string }
  'containers.exec': { name: string; command: readonly string[] }
  'databases.look': InDatabase
  'databases.dumped': { container: string; file: string }
  'files.print': { path: string }
  'files.read': { path: string }
  'files.list': { path: string }
  'repositories.checkedOut': { folder: string }
  'repositories.dependencies': { folder: string }
  'proxy.prepared': { instance: string }
  'proxy.serves': { instance: string }
  'proxy.inMaintenance': { instance: string }
  'proxy.running': null
  'proxy.secured': { instance: string }
  'proxy.visit': { instance: string }
  'dns.provider': null
  'dns.find': { name: string }
  'dns.resolve': { name: string }
}

/** What goes with each act: it takes its time, is counted, can be held up and can go wrong. */
export interface Acts {
  prepare: null
  takeOver: null
  'networks.create': Named
  'networks.remove': { name: string }
  'volumes.create': Named
  'volumes.remove': { name: string }
  'images.pull': Image
  'images.build': ImageBuild
  'images.removeUnused': { reference: string }
  'containers.create': Omit<ContainerSpec, 'secrets'>
  'containers.start': { name: string }
  'containers.stop': { name: string }
  'containers.end': { name: string }
  'containers.remove': { name: string }
  'containers.limit': { name: string; limits: Limits }
  'containers.begin': Omit<ContainerSpec, 'secrets'>
  'containers.once': Omit<ContainerSpec, 'secrets'>
  'containers.probe': { name: string; path: string }
  'databases.untilReady': { container: string }
  'databases.create': InDatabase
  'databases.empty': InDatabase
  'databases.settle': InDatabase
  'databases.keep': InDatabase & Kept
  'databases.dump': InDatabase & { file: string }
  'databases.dropDump': { container: string; file: string }
  'databases.restore': InDatabase & { file: string }
  'files.write': { path: string; print: string; text: string | null }
  'files.makeFolder': { path: string; uid: number; gid: number }
  'files.remove': { path: string }
  'repositories.checkOut': Checkout
  'repositories.prune': null
  'proxy.prepare': Route
  'proxy.secure': { instance: string }
  'proxy.switch': { instance: string; container: string }
  'proxy.drain': { container: string }
  'proxy.maintenance': { instance: string; on: boolean }
  'proxy.remove': { instance: string }
  'dns.set': { name: string; records: readonly DnsRecord[] }
  'dns.untilResolved': { name: string; address: string }
}

export type Question = keyof Questions
export type Act = keyof Acts
