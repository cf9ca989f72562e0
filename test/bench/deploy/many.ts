import { OwnServer } from '../../lab/own-server.ts'
import type { Figure } from '../figure.ts'
import type { Ours } from './ours.ts'

const count = 10

/** Ten new instances at once on one server and spread over two, beside one alone, on servers that know their template. */
export async function manyFigures(ours: Ours): Promise<Figure[]> {
  const { alone, one } = await on(ours, ['lone'], async (servers) => ({
    alone: (await ours.deploy(await ours.instance('lone/staging', 'alone'))).seconds,
    one: await together(ours, servers),
  }))
  // Others than the one, where ten stand already.
  const two = await on(ours, ['left', 'right'], (servers) => together(ours, servers))
  return [
    { name: 'deploy.ten.one', value: one, unit: 's', baseline: alone },
    { name: 'deploy.ten.two', value: two, unit: 's', baseline: alone },
  ]
}

interface Known {
  name: string
  server: OwnServer
}

/** On servers of its own, each with an instance on it, so that the template is there. */
async function on<Result>(
  ours: Ours,
  names: readonly string[],
  act: (servers: readonly Known[]) => Promise<Result>,
): Promise<Result> {
  const { floor } = ours
  const servers = names.map((name) => ({ name, server: new OwnServer() }))
  try {
    for (const { name, server } of servers) {
      await server.start()
      await floor.says(`server add ${name} --host ${server.address} --port 22 --user root`)
      await floor.says(`server trust ${name} --fingerprint ${server.fingerprint}`)
      await floor.says(`project create ${name} --repo ${floor.addons.url}`)
      await floor.says(`environment create ${name}/staging --server ${name}`)
      await ours.deploy(await ours.instance(`${name}/staging`, 'warm'))
      await ours.rested(server)
    }
    return await act(servers)
  } finally {
    await Promise.all(servers.map(({ server }) => server.stop()))
  }
}

/** Until the last of them is there. */
async function together(ours: Ours, servers: readonly Known[]): Promise<number> {
  for (const { server } of servers) await ours.rested(server)
  const instances: string[] = []
  for (let at = 0; at < count; at += 1)
    instances.push(await ours.instance(`${servers[at % servers.length]?.name ?? ''}/staging`, `ten${at}`))
  const deployed = await Promise.all(instances.map((instance) => ours.deploy(instance)))
  return Math.max(...deployed.map(({ seconds }) => seconds))
}
