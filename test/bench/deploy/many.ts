import { OwnServer } from '../../lab/own-server.ts'
import type { Figure } from '../figure.ts'
import type { Ours } from './ours.ts'

const count = 10

/** Ten new instances at once on one server and spread over two, beside one alone, on servers that know their template. */
export async function manyFigures(ours: Ours): Promise<Figure[]> {
  const { floor } = ours
  const servers = [new OwnServer(), new OwnServer()] as const
  try {
    for (const [index, server] of servers.entries()) {
      await server.start()
      await floor.says(`server add many${index} --host ${server.address} --port 22 --user root`)
      await floor.says(`server trust many${index} --fingerprint ${server.fingerprint}`)
      await floor.says(`project create many${index} --repo ${floor.addons.url}`)
      await floor.says(`environment create many${index}/staging --server many${index}`)
      await ours.deploy(await ours.instance(`many${index}/staging`, `warm${index}`))
      await ours.rested(server)
    }
    const alone = (await ours.deploy(await ours.instance('many0/staging', 'alone'))).seconds
    const one = await together(ours, 'one', () => 'many0/staging')
    const two = await together(ours, 'two', (at) => `many${at % 2}/staging`)
    return [
      { name: 'deploy.ten.one', value: one, unit: 's', baseline: alone },
      { name: 'deploy.ten.two', value: two, unit: 's', baseline: alone },
    ]
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
  }
}

/** Until the last of them is there. */
async function together(ours: Ours, name: string, environmentOf: (at: number) => string): Promise<number> {
  const instances: string[] = []
  for (let at = 0; at < count; at += 1) instances.push(await ours.instance(environmentOf(at), `${name}${at}`))
  const deployed = await Promise.all(instances.map((instance) => ours.deploy(instance)))
  return Math.max(...deployed.map(({ seconds }) => seconds))
}
