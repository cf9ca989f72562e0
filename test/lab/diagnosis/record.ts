import type { Endpoints } from '../endpoints.ts'
import { ran, wellDone } from '../own-server.ts'

/** Lets a name lead to an address, as somebody does who keeps the zone. */
export async function record({ dns }: Endpoints, name: string, address: string): Promise<void> {
  const { server, zone, keyName, algorithm, secret } = dns
  const [host = '', port = ''] = server.split(':')
  const said = [`server ${host} ${port}`, `zone ${zone}`, `update delete ${name} A`]
  const lines = [...said, `update add ${name} 1 A ${address}`, 'send'].join('\n')
  const update = 'printf "%s\\n" "$0" | nsupdate -y "$1"'
  wellDone(await ran('sh', ['-c', update, lines, `${algorithm}:${keyName}:${secret}`]))
}
