import type { Level } from '../access/level.ts'

/** What is known of the person, the channel and the platform: enough to say what helps now. */
export interface Situation {
  level: Level
  servers: number
  unconfirmed: string | null
  projects: readonly string[]
  /** `acme` or `acme/staging`, where the channel is bound. */
  bound: string | null
  instance: string | null
  jobs: number
  people: number
}

export interface Hint {
  operation: string
  text: string
  why: string
}

/** In the order in which they matter; what the person may not do or what is not there is left out by the asker. */
export function whatMatters(now: Situation): Hint[] {
  const project = now.bound?.split('/')[0] ?? now.projects[0] ?? null
  const place = now.bound ?? now.instance ?? project
  const hints: (Hint | null)[] = [
    now.unconfirmed
      ? { operation: 'server.show', text: `server show ${now.unconfirmed}`, why: 'its host key waits to be confirmed' }
      : null,
    now.servers === 0
      ? { operation: 'server.add', text: 'server add box1 --host 192.0.2.7', why: 'connect your first server' }
      : null,
    now.servers > 0 && now.projects.length === 0
      ? { operation: 'project.create', text: 'project create', why: 'create your first project, step by step' }
      : null,
    now.jobs > 0 ? { operation: 'job.list', text: 'job list', why: `${now.jobs} jobs run or wait` } : null,
    now.instance
      ? { operation: 'instance.deploy', text: `deploy ${now.instance}`, why: 'bring the newest code there' }
      : null,
    now.instance ? { operation: 'instance.show', text: now.instance, why: 'how it stands' } : null,
    { operation: 'overview', text: 'overview', why: 'what there is and how it stands' },
    project
      ? { operation: 'project.show', text: `project show ${project}`, why: 'its environments and instances' }
      : null,
    project && !now.bound
      ? {
          operation: 'channel.bind',
          text: `channel bind ${project}`,
          why: 'short names and its events, in this channel',
        }
      : null,
    now.people <= 1 ? { operation: 'member.add', text: 'member add @them developer', why: 'bring your team in' } : null,
    { operation: 'server.list', text: 'server list', why: 'your servers' },
    { operation: 'me', text: 'me', why: 'who you are here, and what reaches you' },
    { operation: 'me.signin', text: 'me signin', why: 'a link that signs you in to the page' },
    {
      operation: 'member.list',
      text:
        project && now.level !== 'admin' && now.level !== 'maintainer'
          ? `member list --project ${project}`
          : 'member list',
      why: 'who may do what',
    },
    { operation: 'organization.list', text: 'organization list', why: 'the organizations that you may see' },
    { operation: 'platform.configure', text: 'platform configure', why: 'defaults of the whole platform' },
    { operation: 'audit.list', text: 'audit list', why: 'who did what' },
    { operation: 'token.create', text: 'token create ci', why: 'let a program act for you' },
    { operation: 'token.list', text: 'token list', why: 'your tokens' },
    { operation: 'me.link', text: 'me link', why: 'your accounts on Slack and Discord as one person' },
    { operation: 'me.configure', text: 'me configure --timezone Europe/Berlin', why: 'times in your zone' },
    place ? null : { operation: 'server.key', text: 'server key', why: 'my public key, for your servers' },
  ]
  return hints.filter((hint) => hint !== null)
}
