import { z } from 'zod'
import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { serverArgument } from '../reference/argument.ts'
import { findServer } from '../reference/find.ts'
import { refusePractice } from './practice.rule.ts'
import { serverCard, serverData } from './server.card.ts'
import type { Server } from './server.ts'

const offerDeadlineMs = 10_000

export const serverTrust = operation({
  id: 'server.trust',
  summary: 'Confirm the host key of a server, compared by a person',
  examples: ['server trust box1 --fingerprint SHA256:uNiVztksCsDhcc0u9e8BrrJtL2CBEsAJDt7t3sNQ7GA'],
  arguments: {
    server: serverArgument,
    fingerprint: argument(
      z
        .string()
        .trim()
        .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'is like SHA256: and 43 letters'),
      {
        label: 'Fingerprint',
        help: 'As `ssh-keygen -lf` shows it on the server itself',
      },
    ),
  },
  aim: (asking, { server }, use) => findServer(asking, server, use),
  least: 'maintainer',
  effects: ['host'],
  people: true,
  look({ house }, _values, { row }) {
    refusePractice(row)
    return house.hostKeys.offered(row.host, row.port, offerDeadlineMs)
  },
  async change(rows, _asking, { fingerprint }, { row }, offered) {
    if (offered?.fingerprint !== fingerprint) {
      throw new Fault('state_forbids', {
        why: `${row.name} shows ${offered?.fingerprint ?? 'no key'} and not the key that you confirm.`,
        next: 'Compare again on the server itself; if they differ still, somebody may be in between.',
      })
    }
    const trusted: Server = { ...row, trust: 'trusted', pinnedKey: offered, offeredKey: offered }
    await rows.server.update({ id: row.id }, { trust: 'trusted', pinnedKey: offered, offeredKey: offered })
    rows.tell({
      type: 'server.trusted',
      organizationId: row.organizationId,
      projectId: null,
      jobId: null,
      payload: { server: row.name, fingerprint },
    })
    return { card: { ...serverCard(trusted), tone: 'good', state: 'host key confirmed' }, data: serverData(trusted) }
  },
})
