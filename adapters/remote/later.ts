import { Fault } from '../../core/error.ts'
import type { RemoteHost } from '../../core/ports/host.ts'

/** While it is built: parts that nobody filled yet. */
const later = (): Promise<never> => Promise.reject(new Fault('not_built', { what: 'Deploying to a real server' }))

/** What is not done over SSH yet says so. A plan refuses before it comes to that. */
export const follows: Pick<RemoteHost, 'proxy'> = {
  proxy: {
    prepared: later,
    prepare: later,
    serves: later,
    switch: later,
    drain: later,
    inMaintenance: later,
    maintenance: later,
    remove: later,
  },
}
