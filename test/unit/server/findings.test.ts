import { expect, test } from 'vitest'
import { type Facts, parsedFacts } from '../../../core/server/facts.ts'
import { findings } from '../../../core/server/findings.rule.ts'

const now = Date.UTC(2026, 0, 5, 12)
const looked = { socket: '/var/run/docker.sock', now }
const engine = { engine: { version: '27.0', apiVersion: '1.46', architecture: 'amd64' }, containers: [], failure: null }
const none = { engine: null, containers: [], failure: 'open failed' }
const well: Facts = {
  system: 'Debian 12',
  kernel: '6.1',
  cores: 4,
  memoryMb: 8192,
  memoryFreeMb: 4096,
  diskMb: 80_000,
  diskFreeMb: 40_000,
  load: [0.1, 0.2, 0.3],
  uptimeSeconds: 10,
  user: 'deployer',
  clock: now + 1000,
  socket: 'usable',
  client: true,
  ground: {
    base: { folder: '/opt/paasportal', writable: null, freeMb: null },
    hostRoot: { folder: '', there: null },
    engineFreeMb: null,
    ports: { 80: null, 443: null },
    names: { known: [], unknown: [] },
    git: null,
    shellMs: null,
  },
}

test('a server that is well has nothing but good findings', () => {
  expect(findings(well, engine, looked).map(({ severity, remedy }) => ({ severity, remedy }))).toEqual(
    Array.from({ length: 5 }, () => ({ severity: 'good', remedy: null })),
  )
})

test.each([
  ['no permission', { socket: 'refused' }, none, 'bad', 'usermod -aG docker deployer'],
  ['not installed', { socket: 'missing', client: false }, none, 'bad', 'apt-get install docker.io'],
  ['not started', { socket: 'missing' }, none, 'bad', 'systemctl enable --now docker'],
  ['no answer', {}, none, 'bad', 'AllowTcpForwarding local'],
  [
    'an old engine',
    {},
    { ...engine, engine: { version: '19.03', apiVersion: '1.40', architecture: 'amd64' } },
    'bad',
    '20.10',
  ],
  ['little memory', { memoryFreeMb: 900 }, engine, 'warning', 'larger server'],
  ['no memory', { memoryFreeMb: 100 }, engine, 'bad', 'larger server'],
  ['little disk', { diskFreeMb: 8000 }, engine, 'warning', 'image prune'],
  ['no disk', { diskFreeMb: 3000 }, engine, 'bad', 'larger disk'],
  ['much load', { load: [1, 9, 9] as [number, number, number] }, engine, 'warning', 'before you deploy'],
  ['a clock ahead', { clock: now + 60_000 }, engine, 'warning', 'set-ntp'],
  ['a clock behind', { clock: now - 60_000 }, engine, 'warning', 'set-ntp'],
] as const)('%s comes first, with what to do', (_name, facts, seen, severity, remedy) => {
  const [first, ...rest] = findings({ ...well, ...facts }, seen, looked)
  expect(first?.severity).toBe(severity)
  expect(first?.remedy).toContain(remedy)
  expect(rest.every((finding) => finding.severity === 'good')).toBe(true)
})

test('the worst stands first', () => {
  const all = findings({ ...well, diskFreeMb: 1000, memoryFreeMb: 900 }, none, looked)
  expect(all.map(({ severity }) => severity)).toEqual(['bad', 'bad', 'warning', 'good', 'good'])
})

test('what a host says is read, and what it does not say is not made up', () => {
  const facts = parsedFacts(
    'system=Debian 12\ncores=2\nmemory=2048000\nload=0.5 0.25 0.1\nuser=root\nclock=1767614400\nsocket=refused\n',
  )
  expect(facts).toMatchObject({
    system: 'Debian 12',
    cores: 2,
    memoryMb: 2000,
    load: [0.5, 0.25, 0.1],
    user: 'root',
    clock: now,
    socket: 'refused',
    client: false,
  })
  expect(parsedFacts('')).toMatchObject({
    system: 'unknown',
    cores: 0,
    clock: null,
    socket: 'missing',
    user: 'this user',
  })
})
