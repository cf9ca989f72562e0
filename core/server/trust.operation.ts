import { z } from 'zod'
import { Fault } from '../error.ts'
import type { Change } from '../event/change.ts'
import type { House } from '../house.ts'
import { endWaiting } from '../job/end.ts'
import { argument } from '../operation/argument.ts'
import { type Answer, operation } from '../operation/operation.ts'
import type { HostKey } from '../ports/host.ts'
import { serverArgument } from '../reference/argument.ts'
import { findServer } from '../reference/find.ts'
import { distrust } from './key-changed.ts'
import { refusePractice } from './practice.rule.ts'
import { howToCompare, serverCard, serverData, trustActions } from './server.card.ts'
import type { Server } from './server.ts'

const offerDeadlineMs = 10_000

export const serverTrust = operation({
  id: 'server.trust',
  summary: 'Confirm the host key of a server, compared by a person',
  examples: ['server trust box1', 'server trust box1 --fingerprint SHA256:uNiVztksCsDhcc0u9e8BrrJtL2CBEsAJDt7t3sNQ7GA'],
  intro: 'Without a fingerprint I ask the server for its key and show it. Compare it there before you confirm.',
  arguments: {
    server: serverArgument,
    fingerprint: argument(
      z
        .string()
        .trim()
        .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'is like SHA256: and 43 letters')
        .optional(),
      { label: 'Fingerprint', help: 'As `ssh-keygen -lf` shows it on the server itself' },
    ),
  },
  aim: (asking, { server }, use) => findServer(asking, server, use),
  least: 'maintainer',
  effects: ['host'],
  look({ house }, _values, { row }) {
    refusePractice(row)
    return house.hostKeys.offered(row.host, row.port, offerDeadlineMs)
  },
  async change(rows, { house }, { fingerprint }, { row: { id } }, offered) {
    const server = await rows.server.one({ id })
    if (!server || !offered) throw new Fault('not_found', { what: 'server', name: id, list: 'server list' })
    return fingerprint === undefined
      ? asked(house, rows, server, offered)
      : confirmed(rows, server, offered, fingerprint)
  },
})

/** Only looked at: the person compares and presses the button. A key that is not the confirmed one is said loudly. */
async function asked(house: House, rows: Change, server: Server, offered: HostKey): Promise<Answer> {
  if (server.trust === 'trusted' && server.pinnedKey?.fingerprint === offered.fingerprint) {
    const card = serverCard(server)
    return {
      card: { ...card, lines: [{ tone: 'good', text: 'It shows the key that was confirmed' }] },
      data: serverData(server),
    }
  }
  const shown: Server = { ...server, trust: server.pinnedKey ? 'changed' : 'unconfirmed', offeredKey: offered }
  if (server.trust === 'trusted') {
    const facts = { server: server.name, fingerprint: offered.fingerprint }
    const running = await distrust(rows, server, new Fault('host_key_changed', facts).told(), offered, (waiting, why) =>
      endWaiting(house, rows, waiting, why),
    )
    // Whoever runs them looks at what is asked of its jobs once the bell rings.
    for (const { id } of running) rows.after(() => house.queue.tell(id))
  } else await rows.server.update({ id: server.id }, { offeredKey: offered })
  const first = {
    tone: shown.trust === 'changed' ? ('bad' as const) : ('waiting' as const),
    text: ['It shows the key ', { code: offered.fingerprint }, ` (${offered.kind}). Compare it on the server:`],
  }
  return {
    card: { ...serverCard(shown), lines: [first], block: howToCompare, actions: trustActions(shown) },
    data: serverData(shown),
  }
}

async function confirmed(rows: Change, server: Server, offered: HostKey, fingerprint: string): Promise<Answer> {
  if (offered.fingerprint !== fingerprint) {
    throw new Fault('state_forbids', {
      why: `${server.name} shows ${offered.fingerprint} and not the key that you confirm.`,
      next: 'Compare again on the server itself; if they differ still, somebody may be in between.',
    })
  }
  const trusted: Server = { ...server, trust: 'trusted', pinnedKey: offered, offeredKey: offered }
  await rows.server.update({ id: server.id }, { trust: 'trusted', pinnedKey: offered, offeredKey: offered })
  rows.tell({
    type: 'server.trusted',
    organizationId: server.organizationId,
    projectId: null,
    jobId: null,
    payload: { server: server.name, fingerprint },
  })
  return { card: { ...serverCard(trusted), tone: 'good', state: 'host key confirmed' }, data: serverData(trusted) }
}
