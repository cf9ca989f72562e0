import type { Line } from '../card/card.ts'
import type { Server } from './server.ts'

/** Where nothing happens any more until a person has looked: the first thing on every overview of servers. */
export function serverAlarms(servers: readonly Server[]): Line[] {
  return servers
    .filter(({ trust }) => trust === 'changed')
    .map(({ name }) => ({
      tone: 'bad',
      text: [
        `The host key of ${name} changed: I stopped everything there. Compare it: `,
        { code: `server trust ${name}` },
      ],
    }))
}
