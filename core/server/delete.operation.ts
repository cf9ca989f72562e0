import { Fault } from '../error.ts'
import { operation } from '../operation/operation.ts'
import { serverArgument } from '../reference/argument.ts'
import { findServer } from '../reference/find.ts'

export const serverDelete = operation({
  id: 'server.delete',
  summary: 'Forget a server; the machine itself is left as it is',
  examples: ['server delete box1 --confirm box1'],
  arguments: { server: serverArgument },
  aim: (asking, { server }, use) => findServer(asking, server, use),
  least: 'admin',
  effects: ['host'],
  confirm: { type: (_values, { row }) => row.name },
  async change(rows, _asking, _values, { row }) {
    const environments = await rows.environment.find({ serverId: row.id })
    if (environments.length > 0) {
      const projects = await rows.project.find({ id: { in: environments.map(({ projectId }) => projectId) } })
      const names = environments.map(
        ({ projectId, kind }) => `${projects.find(({ id }) => id === projectId)?.slug ?? '?'}/${kind}`,
      )
      throw new Fault('state_forbids', {
        why: `${names.slice(0, 5).join(', ')}${names.length > 5 ? ' and more' : ''} stand on ${row.name}.`,
        next: 'Destroy those environments first, or put them on another server.',
      })
    }
    const busy = await rows.job.count({ serverId: row.id, state: { in: ['pending', 'running'] } })
    if (busy > 0) {
      throw new Fault('state_forbids', {
        why: `${busy} ${busy === 1 ? 'job works' : 'jobs work'} on ${row.name} or ${busy === 1 ? 'waits' : 'wait'} for it.`,
        next: `See \`job list --server ${row.name}\`; wait for them or cancel them.`,
      })
    }
    await rows.server.remove({ id: row.id })
    rows.tell({
      type: 'server.deleted',
      organizationId: row.organizationId,
      projectId: null,
      jobId: null,
      payload: { server: row.name },
    })
    return {
      card: {
        title: `${row.name} is forgotten`,
        tone: 'idle',
        state: 'deleted',
        lines: [{ text: 'Take my key out of its authorized_keys if nobody needs it there.' }],
        view: 'server list',
        words: [row.name, 'server', 'deleted'],
      },
      data: { server: row.name },
    }
  },
})
