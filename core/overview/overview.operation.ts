import { kinds } from '../access/level.ts'
import { visibleOrganizations, visibleProjects, visibleServers } from '../access/visible.ts'
import type { Card, Line } from '../card/card.ts'
import type { Job } from '../job/job.ts'
import type { Asking } from '../operation/asking.ts'
import { operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import { environmentCandidates, instanceCandidates } from '../reference/find.ts'
import type { Server } from '../server/server.ts'

const shownJobs = 5

export const overview = operation({
  id: 'overview',
  summary: 'What there is and how it stands: projects, environments, instances, servers, jobs',
  examples: ['overview'],
  arguments: {},
  aim: onPlatform,
  least: 'member',
  async answer(asking) {
    const [projects, environments, instances, servers, organizations] = await Promise.all([
      visibleProjects(asking),
      environmentCandidates(asking),
      instanceCandidates(asking),
      visibleServers(asking),
      visibleOrganizations(asking),
    ])
    const jobs = await openJobs(asking, {
      projects: projects.map(({ id }) => id),
      servers: servers.map(({ id }) => id),
    })
    const active = projects.filter(({ state }) => state === 'active').length
    const of = (state: string) => instances.filter(({ instance }) => instance.state === state).length
    const data = {
      organizations: organizations.length,
      projects: { total: projects.length, active },
      environments: Object.fromEntries(
        kinds.map((kind) => [kind, environments.filter((one) => one.kind === kind).length]),
      ),
      instances: {
        total: instances.length,
        deployed: of('deployed'),
        draft: of('draft'),
        error: of('error'),
        disabled: of('disabled'),
      },
      servers: {
        total: servers.length,
        trusted: servers.filter(({ trust }) => trust === 'trusted').length,
        unconfirmed: servers.filter(({ trust }) => trust === 'unconfirmed').length,
        changed: servers.filter(({ trust }) => trust === 'changed').length,
      },
      jobs: {
        running: jobs.filter(({ state }) => state === 'running').length,
        waiting: jobs.filter(({ state }) => state === 'pending').length,
      },
    }
    const wrong = [
      ...servers.flatMap(serverLine),
      ...instances.filter(({ instance }) => instance.state === 'error').map(instanceLine),
    ]
    return {
      card: {
        title: 'Overview',
        ...stateOf(wrong, projects.length),
        lines: [...wrong, ...jobs.slice(0, shownJobs).map(jobLine)],
        fields: [
          { label: 'Projects', value: counted({ active, archived: projects.length - active }) },
          { label: 'Environments', value: kinds.map((kind) => `${data.environments[kind] ?? 0} ${kind}`).join(', ') },
          { label: 'Instances', value: `${instances.length}, ${data.instances.deployed} deployed` },
          { label: 'Servers', value: counted(trustCounts(servers)) },
          { label: 'Jobs', value: `${data.jobs.running} running, ${data.jobs.waiting} waiting` },
        ],
        actions: [
          { label: 'Projects', operation: 'project.list', arguments: {} },
          { label: 'Servers', operation: 'server.list', arguments: {} },
          { label: 'Jobs', operation: 'job.list', arguments: {} },
        ],
        view: 'overview',
        words: ['overview'],
      },
      data,
    }
  },
})

function trustCounts(servers: readonly Server[]): Record<string, number> {
  const of = (trust: Server['trust']) => servers.filter((server) => server.trust === trust).length
  return {
    confirmed: of('trusted'),
    'not confirmed': of('unconfirmed'),
    'with a changed key': of('changed'),
    'for practice': of('practice'),
  }
}

/** What there is none of is left out: `2 confirmed, 1 for practice`. */
function counted(counts: Readonly<Record<string, number>>): string {
  const there = Object.entries(counts).filter(([, count]) => count > 0)
  return there.length === 0 ? 'none' : there.map(([word, count]) => `${count} ${word}`).join(', ')
}

async function openJobs({ reading }: Asking, seen: { projects: string[]; servers: string[] }): Promise<Job[]> {
  const open = { state: { in: ['running', 'pending'] as const } }
  const page = { order: ['number'] } as const
  const found = await Promise.all([
    reading.job.find({ ...open, projectId: { in: seen.projects } }, page),
    reading.job.find({ ...open, projectId: null, serverId: { in: seen.servers } }, page),
  ])
  return found.flat().sort((one, other) => one.number - other.number)
}

function stateOf(wrong: readonly Line[], projects: number): Pick<Card, 'tone' | 'state'> {
  if (wrong.some(({ tone }) => tone === 'bad')) return { tone: 'bad', state: 'needs a look' }
  if (wrong.length > 0) return { tone: 'warning', state: 'something waits for you' }
  return projects === 0
    ? { tone: 'idle', state: 'no project that you may see yet' }
    : { tone: 'good', state: 'all well' }
}

function serverLine({ name, trust, reading }: Server): Line[] {
  if (trust === 'changed') return [{ tone: 'bad', text: [{ bold: name }, ': the host key changed, nothing connects'] }]
  if (trust === 'unconfirmed')
    return [{ tone: 'warning', text: [{ bold: name }, ': its host key waits to be confirmed'] }]
  const worst = reading?.findings.find(({ severity }) => severity !== 'good')
  return worst ? [{ tone: worst.severity, text: [{ bold: name }, `: ${worst.what}`] }] : []
}

function instanceLine({ parts }: { parts: readonly string[] }): Line {
  return { tone: 'bad', text: [{ bold: parts.join('/') }, ': its last deployment failed'] }
}

function jobLine({ number, operation: what, target, state, createdAt, startedAt }: Job): Line {
  return {
    tone: state === 'running' ? 'busy' : 'waiting',
    text: [
      { bold: `#${number}` },
      ` ${what.replaceAll('.', ' ')} ${target}: ${state === 'running' ? 'running' : 'waits'}`,
    ],
    note: [{ age: startedAt ?? createdAt }],
  }
}
