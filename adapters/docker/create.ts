import { Fault } from '../../core/error.ts'
import type { ContainerSpec } from '../../core/ports/containers.ts'
import { containerBody, coresIn, endpoint, type Kind } from './body.rule.ts'
import { pathOf } from './call.ts'
import type { Dock } from './dock.ts'
import { locate } from './find-image.ts'
import { byName } from './networks.ts'
import { idIn } from './shapes.ts'

/**
 * Whole or not at all: the engine takes only one network when it makes a container. So with more of them it is made
 * under another name, and gets its own when it is on all of them.
 */
export async function createContainer(dock: Dock, spec: ContainerSpec, kind: Kind): Promise<{ id: string }> {
  const [, ...more] = spec.networks
  if (more.length === 0) return { id: await make(dock, spec, kind) }
  const draft = `${spec.name}.new`
  await dock.ask({
    method: 'DELETE',
    path: pathOf('containers', draft),
    query: { force: '1', v: '1' },
    fine: [404],
    about: { what: `remove the container ${draft}` },
  })
  const id = await make(dock, { ...spec, name: draft }, kind)
  try {
    for (const { name, alias } of more) {
      const body = { Container: id, EndpointConfig: endpoint(alias) }
      const about = { what: `connect ${spec.name} to the network ${name}` }
      const path = pathOf('networks', name, 'connect')
      await byName(dock, () => dock.ask({ method: 'POST', path, body, about }))
    }
    const about = { what: `create the container ${spec.name}`, name: spec.name }
    await dock.ask({ method: 'POST', path: pathOf('containers', id, 'rename'), query: { name: spec.name }, about })
  } catch (error) {
    await dock.afterwards((after) => removeContainer(after, id))
    throw error
  }
  return { id }
}

async function make(dock: Dock, spec: ContainerSpec, kind: Kind): Promise<string> {
  const about = { what: `create the container ${spec.name}`, name: spec.name, image: spec.image }
  const attempt = async (one: ContainerSpec): Promise<string> => {
    const body = containerBody(one, kind)
    const call = { method: 'POST', path: '/containers/create', query: { name: one.name }, body, about } as const
    return idIn((await dock.ask(call)).body)
  }
  try {
    return await attempt(spec)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const cores = coresIn(error.facts['why'] ?? '')
    if (cores !== null) return attempt({ ...spec, limits: { ...spec.limits, cpu: cores } })
    if (error.code !== 'image_not_found') throw error
    const found = await locate(dock, spec.image)
    if (!found) throw error
    return attempt({ ...spec, image: found.id })
  }
}

/** With the volumes that only it had; not there is as good. */
export async function removeContainer(dock: Dock, name: string): Promise<void> {
  await dock.ask({
    method: 'DELETE',
    path: pathOf('containers', name),
    query: { force: '1', v: '1' },
    // 409: somebody removes it at this moment.
    fine: [404, 409],
    about: { what: `remove the container ${name}`, name },
  })
}
