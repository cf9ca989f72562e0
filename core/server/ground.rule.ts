import type { Finding } from './server.ts'

/** What a deploy stands upon, beside engine, memory and disk. What the host did not say is null, and no finding. */
export interface Ground {
  base: { folder: string; writable: boolean | null; freeMb: number | null }
  /** Below which settings of instances may name folders; where nobody named one, it is not asked for. */
  hostRoot: { folder: string; there: boolean | null }
  engineFreeMb: number | null
  /** Who has them: nobody, a container, or something else. */
  ports: Readonly<Record<'80' | '443', 'free' | 'container' | 'other' | null>>
  /** Of the hosts that deploys fetch from. */
  names: { known: readonly string[]; unknown: readonly string[] }
  git: boolean | null
  /** What a plain command costs before it begins. */
  shellMs: number | null
}

const roomMb = 5 * 1024
const outMb = 200
const slowShellMs = 60

/** Each with the one line that mends it. */
export function groundFindings(ground: Ground, user: string): Finding[] {
  const { base, hostRoot, engineFreeMb, git, shellMs } = ground
  const { known, unknown } = ground.names
  return [
    ...said(base.writable, `The folder ${base.folder} is ours to write`, {
      severity: 'bad',
      what: `The user ${user} may not write to ${base.folder}`,
      remedy: `Give it that folder, as root there: \`install -d -o ${user} ${base.folder}\``,
    }),
    ...said(hostRoot.there, `The root for host paths, ${hostRoot.folder}, is there`, {
      severity: 'warning',
      what: `The root for host paths, ${hostRoot.folder}, is not there`,
      remedy: `Make it, as root there: \`install -d ${hostRoot.folder}\``,
    }),
    ...room(base.folder, base.freeMb),
    ...room('the folder of the engine', engineFreeMb),
    ...(['80', '443'] as const).flatMap((port) =>
      said(
        ground.ports[port] === null ? null : ground.ports[port] !== 'other',
        `Port ${port} is free, or a container’s`,
        {
          severity: 'warning',
          what: `Something that is no container has port ${port}`,
          remedy: `See what it is, as root: \`ss -ltnp 'sport = :${port}'\`, and stop it before you deploy`,
        },
      ),
    ),
    ...said(known.length + unknown.length === 0 ? null : unknown.length === 0, `It resolves ${known.join(', ')}`, {
      severity: 'warning',
      what: `It does not resolve ${unknown.join(', ')}`,
      remedy:
        'Name a server for that in its /etc/resolv.conf; images and repositories are found by name. Where its engine has a mirror, that is enough for images',
    }),
    ...said(git, 'git is there', {
      severity: 'bad',
      what: 'git is not installed',
      remedy: 'Install it, as root: `apt-get install git`',
    }),
    ...said(shellMs === null ? null : shellMs <= slowShellMs, 'Its shell is quick', {
      severity: 'warning',
      what: `Every command there waits ${shellMs ?? 0} ms for the .bashrc of ${user}`,
      remedy: 'Put this at its top: `case $- in *i*) ;; *) return ;; esac`',
    }),
  ]
}

function said(well: boolean | null, what: string, wrong: Finding): Finding[] {
  if (well === null) return []
  return [well ? { severity: 'good', what, remedy: null } : wrong]
}

function room(where: string, freeMb: number | null): Finding[] {
  if (freeMb === null || freeMb >= roomMb) return []
  return [
    {
      severity: freeMb < outMb ? 'bad' : 'warning',
      what: `Only ${freeMb} MB free for ${where}`,
      remedy: 'Remove old images there, with `docker image prune -a`, or take a larger disk',
    },
  ]
}
