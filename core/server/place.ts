import { standing } from '../instance/instance.ts'
import type { PlatformDefaults } from '../platform/defaults.ts'
import type { Writing } from '../ports/store.ts'
import type { Server } from './server.ts'

/** Where things lie on a server, what stands before their names, and what stands before its instances. */
export interface Place {
  base: string
  prefix: string
  proxy: 'traefik' | 'nginx'
}

type Defaults = Pick<PlatformDefaults, 'baseFolder' | 'resourcePrefix' | 'proxy'>

/** Its own word, or the platform's. */
export function placeOn({ settings }: Pick<Server, 'settings'>, defaults: Defaults): Place {
  return {
    base: settings.baseFolder ?? defaults.baseFolder,
    prefix: settings.prefix ?? defaults.resourcePrefix,
    proxy: settings.proxy ?? defaults.proxy,
  }
}

/** What is deployed there, with a site or without. */
export async function standingOn(rows: Writing, { id }: Pick<Server, 'id'>): Promise<{ all: number; sites: number }> {
  const environments = await rows.environment.find({ serverId: id })
  const there = await rows.instance.find({
    environmentId: { in: environments.map((one) => one.id) },
    state: { in: standing },
  })
  return { all: there.length, sites: there.filter(({ domain }) => domain !== null).length }
}

/** Servers that went by these defaults and have something go on by them: it would be looked for elsewhere otherwise. */
export async function keepPlaces(rows: Writing, before: Defaults, after: Defaults): Promise<string[]> {
  if (JSON.stringify(placeOn({ settings: {} }, before)) === JSON.stringify(placeOn({ settings: {} }, after))) return []
  const kept: string[] = []
  for (const server of await rows.server.find({}, { order: ['name'] })) {
    const [was, would] = [placeOn(server, before), placeOn(server, after)]
    if (JSON.stringify(was) === JSON.stringify(would) || (await standingOn(rows, server)).all === 0) continue
    const { base, prefix, proxy } = was
    await rows.server.update({ id: server.id }, { settings: { ...server.settings, baseFolder: base, prefix, proxy } })
    kept.push(server.name)
  }
  return kept
}
