import { Fault } from '../../core/error.ts'
import type { RouteSwitch, Secured } from '../../core/ports/proxy.ts'
import { addressOf } from './container.ts'
import { drained } from './drain.ts'
import { checked, checkedInstance, emptyState, type RouteState, stateIn, withState } from './state.rule.ts'
import type { Tools } from './tools.ts'
import { visited } from './visit.ts'

/** What a kind of proxy has of its own. */
export interface Filling {
  name: string
  /** What it reads of this instance. */
  fileOf(instance: string): string
  text(state: RouteState): string
  /** Its container and what all its sites share are there. */
  standing(): Promise<void>
  /** What stands in the files holds; whoever connects from now on gets it. */
  applied(): Promise<void>
  /** Whether visitors come by https. */
  isSecure(state: RouteState): boolean
  secured(state: RouteState): Secured
  /** A certificate to keep, where a new one was needed and given. */
  secure(state: RouteState, anew: boolean): Promise<Secured & { certificate?: RouteState['certificate'] }>
  forget(instance: string): Promise<void>
}

/** The one way in which routes are kept and switched, whatever the kind. */
export function routeSwitch(tools: Tools, filling: Filling): RouteSwitch {
  const { files, containers, view } = tools
  const pathOf = (instance: string) => filling.fileOf(checkedInstance(instance))
  const stateOf = async (instance: string) => stateIn(await files.read(pathOf(instance)))

  async function change(instance: string, changed: (state: RouteState) => RouteState): Promise<RouteState> {
    const path = pathOf(instance)
    const before = await files.read(path)
    const state = checked(changed(stateIn(before)))
    const text = withState(state, filling.text(state))
    if (text !== before) await files.write(path, text)
    // Without a route, nobody comes by here.
    if (state.route === null && stateIn(before).route === null) return state
    try {
      await filling.applied()
    } catch (error) {
      // What the proxy refuses must not stand in the way of the next change.
      if (refuses(error) && text !== before) await (before === null ? files.remove(path) : files.write(path, before))
      throw error
    }
    return state
  }

  return {
    running: async () => (await containers.find(filling.name))?.state === 'running',
    prepared: async (instance) => (await stateOf(instance)).route,
    async prepare(route) {
      checked({ ...emptyState, route })
      await filling.standing()
      await change(route.instance, (state) => ({ ...state, route }))
    },
    secured: async (instance) => filling.secured(await stateOf(instance)),
    async secure(instance, anew = false) {
      const { certificate, ...secured } = await filling.secure(await stateOf(instance), anew)
      if (certificate) await change(instance, (state) => ({ ...state, certificate }))
      return secured
    },
    serves: async (instance) => (await stateOf(instance)).serves?.container ?? null,
    async switch(instance, container) {
      const found = await containers.find(container)
      if (!found)
        throw new Fault('container_failed', { what: container, code: '404', why: 'there is no such container' })
      await change(instance, (state) => ({
        ...state,
        serves: { container, host: found.id.slice(0, 12) },
        maintenance: false,
      }))
    },
    async visit(instance, visit) {
      const [state, address] = await Promise.all([stateOf(instance), addressOf(tools, filling.name)])
      if (!state.route || address === null) return { status: null, by: null }
      const { domain } = state.route
      return visited(tools, { ...visit, address, domain, secure: filling.isSecure(state) })
    },
    drain: (container, port, withinSeconds) => drained(tools, filling.name, { container, port, withinSeconds }),
    inMaintenance: async (instance) => (await stateOf(instance)).maintenance,
    async maintenance(instance, on) {
      await change(instance, (state) => ({ ...state, maintenance: on }))
    },
    async remove(instance) {
      const path = pathOf(instance)
      const { route } = await stateOf(instance)
      await files.remove(path)
      await filling.forget(instance)
      view.pulse()
      if (route && (await containers.find(filling.name))?.state === 'running') await filling.applied()
    },
  }
}

function refuses(error: unknown): boolean {
  return error instanceof Fault && error.code === 'proxy_refused'
}
