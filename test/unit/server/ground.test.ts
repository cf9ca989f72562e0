import { expect, test } from 'vitest'
import { type Ground, groundFindings } from '../../../core/server/ground.rule.ts'

const well: Ground = {
  base: { folder: '/opt/paasportal', writable: true, freeMb: 50_000 },
  hostRoot: { folder: '/srv/odoo', there: true },
  engineFreeMb: 50_000,
  ports: { 80: 'container', 443: 'free' },
  names: { known: ['git.example', 'registry-1.docker.io'], unknown: [] },
  git: true,
  shellMs: 4,
}

test('a server that is well has nothing to mend', () => {
  expect(groundFindings(well, 'deployer').map(({ severity }) => severity)).not.toContain('warning')
  expect(groundFindings(well, 'deployer').every(({ severity }) => severity === 'good')).toBe(true)
})

test.each<[Partial<Ground>, string, string]>([
  [{ base: { ...well.base, writable: false } }, 'bad', 'install -d -o deployer /opt/paasportal'],
  [{ base: { ...well.base, freeMb: 900 } }, 'warning', 'docker image prune'],
  [{ hostRoot: { folder: '/srv/odoo', there: false } }, 'warning', 'install -d /srv/odoo'],
  [{ engineFreeMb: 90 }, 'bad', 'docker image prune'],
  [{ ports: { 80: 'other', 443: 'free' } }, 'warning', `ss -ltnp 'sport = :80'`],
  [{ names: { known: [], unknown: ['git.example'] } }, 'warning', '/etc/resolv.conf'],
  [{ git: false }, 'bad', 'apt-get install git'],
  [{ shellMs: 120 }, 'warning', 'case $- in'],
])('%j is said with the line that mends it', (less, severity, remedy) => {
  const [wrong, ...others] = groundFindings({ ...well, ...less }, 'deployer').filter((one) => one.severity !== 'good')
  expect(others).toEqual([])
  expect(wrong?.severity).toBe(severity)
  expect(wrong?.remedy).toContain(remedy)
})

test('what a host did not say is no finding', () => {
  const silent: Ground = {
    base: { folder: '/opt', writable: null, freeMb: null },
    hostRoot: { folder: '', there: null },
    engineFreeMb: null,
    ports: { 80: null, 443: null },
    names: { known: [], unknown: [] },
    git: null,
    shellMs: null,
  }
  expect(groundFindings(silent, 'root')).toEqual([])
})
