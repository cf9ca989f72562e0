import { join } from 'node:path'
import sqlite3 from 'sqlite3'
import type { Json } from '../../surface/api.ts'
import { wellDone } from '../own-server.ts'
import type { Floor } from './floor.ts'
import { type Found, type Known, unexplained } from './inventory.ts'

/** Ends the test where something lies on its server that nothing explains: all that is there was made by us. */
export async function nothingLeft(floor: Floor): Promise<void> {
  const [found, known] = await Promise.all([foundOn(floor), knownOf(floor)])
  if (found.length === 0) throw new Error('nothing at all is there: this was not the server')
  const left = unexplained(found, known).map(({ kind, name }) => `${kind} ${name}`)
  if (left.length > 0) throw new Error(`left on the server:\n${left.join('\n')}`)
}

const base = '/opt/paasportal'

/** As the server itself says it, whatever Pilothouse thinks. */
async function foundOn(floor: Floor): Promise<Found[]> {
  // What stocks a template goes on for a moment after its job, and takes itself away.
  await said(floor, 'for one in $(docker ps -q --filter name=_stock$); do docker wait $one || true; done')
  const [containers, networks, volumes, images, folders] = await Promise.all([
    inspected(floor, 'docker ps -aq', 'container'),
    inspected(floor, 'docker network ls -q --filter type=custom', 'network'),
    inspected(floor, 'docker volume ls -q', 'volume'),
    inspected(floor, 'docker image ls -aq --no-trunc', 'image'),
    said(floor, `find ${base} -mindepth 1 -maxdepth 3 -not -path '*/filestore*'`),
  ])
  const mounted = new Map(
    containers.flatMap(({ Mounts, Config }) => Mounts.map((mount: Json) => [mount.Name, Config.Labels] as const)),
  )
  const used = new Map(containers.map(({ Image, Config }) => [Image, Config.Labels]))
  return [
    ...containers.map(({ Name, Config }) => thing('container', Name.slice(1), Config.Labels)),
    ...networks.map(({ Name, Labels }) => thing('network', Name, Labels)),
    // One that an image asks for has no name and no labels of its own: it belongs to whoever mounts it.
    ...volumes.map(({ Name, Labels }) => thing('volume', Name, Labels ?? mounted.get(Name))),
    ...images.map((image) =>
      thing('image', image.RepoDigests[0] ?? image.RepoTags[0] ?? image.Id, used.get(image.Id) ?? image.Config.Labels),
    ),
    ...folders.map((path) => thing('folder', path, {})),
  ]
}

function thing(kind: Found['kind'], name: string, labels: Found['labels'] | null | undefined): Found {
  return { kind, name, labels: labels ?? {} }
}

async function inspected(floor: Floor, list: string, kind: string): Promise<Json[]> {
  const ids = [...new Set(await said(floor, list))]
  if (ids.length === 0) return []
  // Something may have gone meanwhile: what is left is told all the same.
  const { output } = await floor.server.exec('docker', kind, 'inspect', ...ids)
  return JSON.parse(output)
}

async function said(floor: Floor, command: string): Promise<string[]> {
  const { output } = wellDone(await floor.server.exec('sh', '-c', command))
  return output.split('\n').filter((line) => line !== '')
}

/** What the bot's store says should be there. */
async function knownOf(floor: Floor): Promise<Known> {
  const jobs = await rowsOf(join(floor.bot.folder, 'pilothouse.sqlite'), 'SELECT state, plan, result FROM job')
  const releases = jobs.flatMap(({ state, plan, result }) => {
    const { pipeline, input } = JSON.parse(plan)
    // What got the traffic serves, however its job ended.
    const serves = JSON.parse(result ?? 'null')?.containerId !== undefined
    return pipeline === 'instance.deploy' ? [{ state: serves ? 'success' : state, release: input }] : []
  })
  const ids = [...new Set<string>(releases.map(({ release }) => release.instance.id))]
  const of = (id: string, states: readonly string[]) =>
    releases.filter((one) => one.release.instance.id === id && states.includes(one.state)).map((one) => one.release.id)
  return {
    base,
    images: releases.flatMap(({ release }) =>
      [release.image, release.postgres, release.pgbouncer].map(({ digest }) => digest),
    ),
    instances: ids.map((id) => ({
      id,
      releases: of(id, ['success']),
      tried: of(id, ['failed', 'running', 'pending']),
    })),
  }
}

/** The stages that are at work as the store has it, whether its bot lives or not. */
export async function atWork({ bot }: Floor, number: number): Promise<string[]> {
  const query = `SELECT stage FROM stage WHERE state = 'running' AND job_id = (SELECT id FROM job WHERE number = ${number})`
  return (await rowsOf(join(bot.folder, 'pilothouse.sqlite'), query)).map(({ stage }) => stage)
}

function rowsOf(file: string, query: string): Promise<Json[]> {
  return new Promise((resolve, reject) => {
    const database = new sqlite3.Database(file, sqlite3.OPEN_READONLY, (error) => error && reject(error))
    database.all(query, (error: Error | null, rows: Json[]) => {
      database.close()
      if (error) reject(error)
      else resolve(rows)
    })
  })
}
