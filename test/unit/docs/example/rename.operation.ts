import { Fault } from '../../../../core/error.ts'
import { argument } from '../../../../core/operation/argument.ts'
import { operation } from '../../../../core/operation/operation.ts'
import { serverArgument } from '../../../../core/reference/argument.ts'
import { findServer } from '../../../../core/reference/find.ts'
import { name } from '../../../../core/reference/name.ts'
import { serverCard, serverData } from '../../../../core/server/server.card.ts'

export const serverRename = operation({
  id: 'server.rename',
  summary: 'Call a server by another name',
  examples: ['server rename box1 box2'],
  arguments: {
    server: serverArgument,
    to: argument(name, { label: 'New name', help: 'How people will call it: `box2`', positional: true }),
  },
  aim: (asking, { server }, use) => findServer(asking, server, use),
  least: 'maintainer',
  effects: ['settings'],
  async change(rows, _asking, { to }, { row }) {
    if (await rows.server.one({ organizationId: row.organizationId, name: to })) {
      throw new Fault('already_there', { what: `a server called ${to}`, field: 'to' })
    }
    await rows.server.update({ id: row.id }, { name: to })
    rows.tell({
      type: 'server.renamed',
      organizationId: row.organizationId,
      projectId: null,
      jobId: null,
      payload: { from: row.name, to },
    })
    const renamed = { ...row, name: to }
    return { card: { ...serverCard(renamed), state: 'renamed' }, data: serverData(renamed) }
  },
})
