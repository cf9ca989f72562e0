import { Fault } from '../../core/error.ts'
import type { RemoteHost } from '../../core/ports/host.ts'

/** While it is built: parts that nobody filled yet. */
const later = (): Promise<never> => Promise.reject(new Fault('not_built', { what: 'Deploying to a real server' }))

/** What is not done over SSH yet says so. A plan refuses before it comes to that. */
export const follows: Omit<
  RemoteHost,
  'run' | 'follow' | 'prepare' | 'takeOver' | 'files' | 'networks' | 'volumes' | 'containers' | 'dns' | 'proxy'
> = {
  images: { find: later, resolve: later, pull: later, build: later, removeUnused: later },
  databases: { untilReady: later, tune: later, look: later, keepModules: later, dump: later, restore: later },
  repositories: { checkOut: later, checkedOut: later, dependencies: later },
}
