import { Fault } from '../../core/error.ts'
import type { Container, Containers } from '../../core/ports/containers.ts'
import { adoptContainer } from './adopt.ts'
import { coresIn, limitsBody } from './body.rule.ts'
import { pathOf } from './call.ts'
import { createContainer, removeContainer } from './create.ts'
import type { Dock } from './dock.ts'
import { execIn } from './exec.ts'
import { inspect } from './inspect.ts'
import { logOf } from './log.ts'
import { beginContainer, beginOnce, runOnce } from './once.ts'
import { probed } from './probe.ts'
import { containerList, engineVersion, type Inspected } from './shapes.ts'
import { startContainer } from './start.ts'

const graceMs = 30_000

export function containersOf(dock: Dock): Containers {
  return {
    async engine() {
      const about = { what: 'ask for its version' }
      return engineVersion((await dock.ask({ method: 'GET', path: '/version', about })).body)
    },
    async list(labels = {}) {
      const filters = { label: Object.entries(labels).map(([name, value]) => `${name}=${value}`) }
      const query = { all: '1', filters: JSON.stringify(filters) }
      const about = { what: 'list the containers' }
      return containerList((await dock.ask({ method: 'GET', path: '/containers/json', query, about })).body)
    },
    async find(name) {
      const found = await inspect(dock, name)
      return found && seen(found)
    },
    async create(spec) {
      const { id } = await createContainer(dock, spec, 'service')
      return { id, name: spec.name, image: spec.image, state: 'created', labels: { ...spec.labels } }
    },
    start: (name) => startContainer(dock, name),
    async stop(name, graceSeconds) {
      await dock.ask({
        method: 'POST',
        path: pathOf('containers', name, 'stop'),
        query: { t: String(graceSeconds) },
        withinMs: graceSeconds * 1000 + graceMs,
        // One that is not there does not run.
        fine: [404],
        about: { what: `stop the container ${name}`, name },
      })
    },
    async end(name) {
      const about = { what: `end the container ${name}`, name }
      // 409: it does not run.
      const path = pathOf('containers', name, 'kill')
      await dock.ask({ method: 'POST', path, query: { signal: 'SIGTERM' }, fine: [404, 409], about })
    },
    remove: (name) => removeContainer(dock, name),
    async limit(name, limits) {
      const about = { what: `limit the container ${name}`, name }
      const update = (body: unknown) =>
        dock.ask({ method: 'POST', path: pathOf('containers', name, 'update'), body, about })
      try {
        await update(limitsBody(limits))
      } catch (error) {
        const cores = error instanceof Fault ? coresIn(error.facts['why'] ?? '') : null
        if (cores === null) throw error
        await update(limitsBody({ ...limits, cpu: cores }))
      }
    },
    adopt: (name, as) => adoptContainer(dock, name, as),
    exec: (name, exec) => execIn(dock, name, exec),
    log: (name, lines) => logOf(dock, name, lines),
    begin: (spec) => beginContainer(dock, spec),
    ahead: (spec) => beginOnce(dock, spec),
    once: (spec, progress, ready) => runOnce(dock, spec, progress, ready),
    probe: (name, probe) => probed(dock, name, probe),
  }
}

function seen({ id, name, image, state, labels, addresses, process }: Inspected): Container {
  return {
    id,
    name,
    image,
    state,
    labels,
    ...(Object.keys(addresses).length > 0 ? { addresses } : {}),
    ...(process === undefined ? {} : { process }),
  }
}
