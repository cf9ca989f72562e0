import { Fault } from '../../core/error.ts'
import type { Container, ContainerSpec, Image } from '../../core/ports/containers.ts'
import type { Tools } from './tools.ts'

export const publicNetwork = 'traefik-public'
const partLabel = 'pilothouse.part'

export interface Standing {
  name: string
  mounts: ContainerSpec['mounts']
  command: readonly string[]
}

/** Its container runs: started where it stands, made where it is missing. What runs is left as it is. */
export async function standing(tools: Tools, wanted: Standing): Promise<void> {
  const { containers } = tools
  const found = await containers.find(wanted.name)
  if (found?.state === 'running') return
  await haveNetwork(tools)
  // One that cannot be started as it was made is of no use: what is in it stands in files.
  if (found) await containers.remove(wanted.name)
  const image = await present(tools, tools.equipment.proxy.image)
  const spec: ContainerSpec = {
    name: wanted.name,
    image: `${nameOf(image.reference)}@${image.digest}`,
    labels: { [partLabel]: 'proxy' },
    networks: [{ name: publicNetwork, alias: null }],
    limits: { cpu: 0, memoryMb: 0 },
    mounts: wanted.mounts,
    environment: {},
    secrets: {},
    command: wanted.command,
    ports: [
      { outside: 80, inside: 80 },
      { outside: 443, inside: 443 },
    ],
  }
  try {
    await containers.create(spec)
  } catch (error) {
    // Another deploy made it in this moment.
    if ((await containers.find(wanted.name)) === null) throw error
  }
  try {
    await containers.start(wanted.name)
  } catch (error) {
    await containers.remove(wanted.name)
    throw await named(error, tools)
  }
}

/** Where it is on the network that it shares with what it serves; null where it does not run. */
export async function addressOf(tools: Tools, name: string): Promise<string | null> {
  const found: Container | null = await tools.containers.find(name)
  if (found?.state !== 'running') return null
  return found.addresses?.[publicNetwork] ?? null
}

async function haveNetwork({ networks }: Tools): Promise<void> {
  if (await networks.find(publicNetwork)) return
  try {
    await networks.create({ name: publicNetwork, labels: { [partLabel]: 'proxy' } })
  } catch (error) {
    if ((await networks.find(publicNetwork)) === null) throw error
  }
}

async function present({ images, view }: Tools, reference: string): Promise<Image> {
  const image = await images.resolve(reference)
  const found = await images.find(`${nameOf(image.reference)}@${image.digest}`)
  if (!found) await images.pull(image, () => view.pulse())
  return image
}

function nameOf(reference: string): string {
  return reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '')
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
