import { createHash } from 'node:crypto'
import { Fault } from '../../core/error.ts'
import { type Container, type ContainerSpec, type Image, pinned } from '../../core/ports/containers.ts'
import { partLabel, printLabel, proxyNetwork } from '../../core/ports/labels.ts'
import { rest } from '../remote/reason.ts'
import type { Tools } from './tools.ts'

/** Where visitors come in. */
export const doors = [
  { outside: 80, inside: 80 },
  { outside: 443, inside: 443 },
] as const

const tries = 100
const betweenMs = 100

export interface Standing {
  name: string
  part: 'proxy' | 'pages'
  image: string
  mounts: ContainerSpec['mounts']
  command: readonly string[]
  ports: NonNullable<ContainerSpec['ports']>
  /** A print of what it reads once, when it starts. */
  reads?: string
}

/**
 * Its container runs: started where it stands, made where it is missing or was made with other words. What runs as it
 * is wanted is left as it is. Several deploys may find it missing at the same moment: one makes it, and a name is taken
 * a moment before its container can be seen.
 */
export async function standing(tools: Tools, wanted: Standing): Promise<void> {
  const { containers, view } = tools
  for (let left = tries; ; left -= 1) {
    const found = await containers.find(wanted.name)
    const isAsWanted = found === null || (found.labels[printLabel] ?? printOf(wanted)) === printOf(wanted)
    if (found?.state === 'running' && isAsWanted) return
    try {
      if (found?.state === 'created' && isAsWanted) return await started(tools, found.id)
      // By its id: the name may be that of a newer one by now. What was in it stands in files.
      if (found) await containers.remove(found.id)
      return await made(tools, wanted)
    } catch (error) {
      if (left === 0 || !isOfAnother(error)) throw error
      await rest(betweenMs, view.signal)
    }
  }
}

async function made(tools: Tools, wanted: Standing): Promise<void> {
  await haveNetwork(tools)
  const image = await present(tools, wanted.image)
  const { id } = await tools.containers.create({
    name: wanted.name,
    image: pinned(image),
    labels: { [partLabel]: wanted.part, [printLabel]: printOf(wanted) },
    networks: [{ name: proxyNetwork, alias: null }],
    limits: { cpu: 0, memoryMb: 0 },
    mounts: wanted.mounts,
    environment: {},
    secrets: {},
    command: wanted.command,
    ports: wanted.ports,
  })
  await started(tools, id)
}

/** One that cannot be started is not left behind. */
async function started(tools: Tools, id: string): Promise<void> {
  const { containers } = tools
  try {
    await containers.start(id)
  } catch (error) {
    await containers.remove(id)
    throw await named(error, tools)
  }
}

/** Another deploy makes it, or took it away, at this moment. */
function isOfAnother(error: unknown): boolean {
  return error instanceof Fault && (error.code === 'name_taken' || error.code === 'container_gone')
}

/** The image aside: a newer one is no reason to let visitors wait. */
function printOf({ command, mounts, ports, reads }: Standing): string {
  return createHash('sha256').update(JSON.stringify({ command, mounts, ports, reads })).digest('hex').slice(0, 16)
}

/** Where it is on the network that it shares with what it serves; null where it does not run. */
export async function addressOf(tools: Tools, name: string): Promise<string | null> {
  const found: Container | null = await tools.containers.find(name)
  if (found?.state !== 'running') return null
  return found.addresses?.[proxyNetwork] ?? null
}

async function haveNetwork({ networks }: Tools): Promise<void> {
  if (await networks.find(proxyNetwork)) return
  try {
    await networks.create({ name: proxyNetwork, labels: { [partLabel]: 'proxy' } })
  } catch (error) {
    if ((await networks.find(proxyNetwork)) === null) throw error
  }
}

async function present({ images, view }: Tools, reference: string): Promise<Image> {
  const image = await images.resolve(reference)
  const found = await images.find(pinned(image))
  if (!found) await images.pull(image, () => view.pulse())
  return image
}

/** The engine knows which of its containers has the port that it wants; of other programs the system may tell more. */
async function named(error: unknown, { run, view }: Tools): Promise<unknown> {
  if (!(error instanceof Fault) || error.code !== 'port_taken') return error
  const { port = '80', by = '' } = error.facts
  if (by.startsWith('the container')) return error
  const limits = { deadlineMs: 10_000, signal: view.signal }
  const { output } = await run(['ss', '-Hltnp', `sport = :${port}`], limits)
  const program = /users:\(\("([^"]+)"/.exec(output)?.[1]
  return program === undefined ? error : new Fault('port_taken', { ...error.facts, by: program })
}
