import type { Action, Card, Field, Line, Tone } from '../card/card.ts'
import { isPractice } from './practice.rule.ts'
import type { Server } from './server.ts'

const gigabyte = 1024

/** Run on the server itself: what it prints is what must be confirmed. */
export const howToCompare = 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub'

/** A server with its last reading, however old. */
export function serverCard(server: Server): Card {
  if (isPractice(server)) return practiceCard(server)
  return {
    title: server.name,
    ...serverTone(server),
    lines: [...keyLines(server), ...findingLines(server)],
    fields: [
      { label: 'Address', value: `${server.user}@${server.host}:${server.port}` },
      { label: 'Host key', value: server.pinnedKey ? [{ code: server.pinnedKey.fingerprint }] : 'not confirmed' },
      ...settingFields(server),
      ...readingFields(server),
    ],
    actions: serverActions(server),
    view: `server show ${server.name}`,
    words: [server.name, 'server', server.host],
  }
}

function practiceCard(server: Server): Card {
  return {
    title: server.name,
    ...serverTone(server),
    lines: [
      { text: 'This server exists only in the store: there is no machine behind it, and nothing connects to it.' },
    ],
    actions: [
      { label: 'What is on it', operation: 'practice.show', arguments: { server: server.name } },
      { label: 'Add a real server', operation: 'server.add', arguments: {}, form: true },
    ],
    view: `server show ${server.name}`,
    words: [server.name, 'server', 'practice'],
  }
}

/** What is said of this server alone; all else is as the platform has it. */
function settingFields({ settings: { proxy, baseFolder, hostRoot, addressRange, parallel } }: Server): Field[] {
  return [
    ...(proxy === undefined ? [] : [{ label: 'Proxy', value: proxy }]),
    ...(baseFolder === undefined ? [] : [{ label: 'Base folder', value: [{ code: baseFolder }] }]),
    ...(hostRoot === undefined ? [] : [{ label: 'Root for host paths', value: [{ code: hostRoot }] }]),
    ...(addressRange === undefined ? [] : [{ label: 'Range of addresses', value: addressRange }]),
    ...(parallel === undefined ? [] : [{ label: 'Side by side', value: `${parallel} jobs` }]),
  ]
}

/** Above all else: until a person has looked, nothing happens there. */
function keyLines({ trust, name }: Server): Line[] {
  if (trust !== 'changed') return []
  return [
    {
      tone: 'bad',
      text: [
        'It shows another host key than the one that was confirmed: I stopped everything there. If it was made anew, ask ',
        { code: `server trust ${name}` },
        ' and compare. If not, somebody may be in between.',
      ],
    },
  ]
}

function findingLines({ reading }: Server): Line[] {
  return (reading?.findings ?? []).map(({ severity, what, remedy }) => ({
    tone: severity,
    text: remedy ? `${what}. ${remedy}` : what,
  }))
}

/** How a server is, in a symbol and a word. */
export function serverTone(server: Server): { tone: Tone; state: string } {
  const worst = server.reading?.findings[0]?.severity
  if (isPractice(server)) return { tone: 'idle', state: 'practice server' }
  if (server.trust === 'changed') return { tone: 'bad', state: 'host key changed: nothing connects' }
  if (server.trust === 'unconfirmed') return { tone: 'waiting', state: 'host key not confirmed' }
  if (worst === undefined) return { tone: 'idle', state: 'not checked yet' }
  return worst === 'good'
    ? { tone: 'good', state: 'healthy' }
    : { tone: worst === 'bad' ? 'bad' : 'warning', state: 'needs a look' }
}

function readingFields({ reading, readingAt }: Server): Field[] {
  if (!reading || readingAt === null) return []
  return [
    { label: 'System', value: `${reading.system}, kernel ${reading.kernel}` },
    {
      label: 'Docker',
      value: reading.docker ? `${reading.docker}, ${reading.containers} containers` : 'does not answer',
    },
    { label: 'Processor', value: `${reading.cores} cores, load ${reading.load.join(' ')}` },
    { label: 'Memory', value: `${reading.memoryFreeMb} of ${reading.memoryMb} MB free` },
    {
      label: 'Disk',
      value: `${Math.round(reading.diskFreeMb / gigabyte)} of ${Math.round(reading.diskMb / gigabyte)} GB free`,
    },
    {
      label: 'Up for',
      value: `${Math.floor(reading.uptimeSeconds / 86_400)} days ${Math.floor((reading.uptimeSeconds % 86_400) / 3600)} h`,
    },
    { label: 'Read', value: [{ age: readingAt }] },
  ]
}

function serverActions(server: Server): Action[] {
  if (server.trust !== 'trusted') {
    return [
      { label: 'Ask for its key', operation: 'server.trust', arguments: { server: server.name }, style: 'primary' },
    ]
  }
  return [{ label: 'Check', operation: 'server.check', arguments: { server: server.name }, style: 'primary' }]
}

/** The button says which key is confirmed: comparing it is the person's part. */
export function trustActions(server: Server): Action[] {
  const offered = server.offeredKey?.fingerprint
  if (!offered) return []
  return [
    {
      label: 'The key is right',
      operation: 'server.trust',
      arguments: { server: server.name, fingerprint: offered },
      style: 'primary',
      confirm: `Is ${offered} what the server itself shows with ssh-keygen -lf?`,
    },
  ]
}

/** What a program gets of a server. */
export function serverData(server: Server) {
  const { id, name, host, port, user, dockerSocket, trust, pinnedKey, offeredKey, reading, readingAt, settings } =
    server
  return {
    id,
    name,
    host,
    port,
    user,
    docker_socket: dockerSocket,
    trust,
    practice: isPractice(server),
    fingerprint: pinnedKey?.fingerprint ?? null,
    offered_fingerprint: offeredKey?.fingerprint ?? null,
    settings,
    reading,
    reading_at: readingAt,
  }
}
