import type { Reader } from '../../../bot/presenter/plain.ts'
import type { Card } from '../../../core/card/card.ts'

/** A moment on which nothing depends but what the golden files show. */
const now = Date.UTC(2026, 10, 21, 15, 48)
const minute = 60_000

export const reader: Reader = {
  now,
  timeZone: 'Europe/Paris',
  pageUrl: 'https://ops.example',
  spell: (line) => `/odoo ${line}`,
}

export const nasty =
  '*x* _y_ ~z~ `q` <!channel> <@U012AB3CD> @everyone :tada: &amp; </script><img src=x onerror=alert(1)>'

const stages = ['Plan', 'Hold', 'Fetch', 'Build', 'Push', 'Dump', 'Stop', 'Pull', 'Migrate'] as const
const later = ['Start', 'Health', 'Route', 'Certificate', 'Warm', 'Notify', 'Prune', 'Release'] as const

export const cards: Readonly<Record<string, Card>> = {
  fields: {
    title: [{ bold: 'acme/staging' }],
    tone: 'good',
    state: 'healthy',
    fields: [
      { label: 'Version', value: '19.0' },
      { label: 'Branch', value: [{ code: 'main' }, ' at ', { code: '4f2a9c1' }] },
      { label: 'Address', value: [{ link: 'https://staging.acme.example', text: 'staging.acme.example' }] },
      { label: 'Deployed', value: [{ time: now - 90 * minute }, ' · ', { age: now - 90 * minute }] },
      { label: 'Next backup', value: [{ age: now + 600 * minute }] },
      { label: 'Note', value: '' },
    ],
    view: 'instance show acme/staging',
    words: ['acme', 'staging', '4f2a9c1', '#812'],
  },
  table: {
    title: 'Backups of acme/production',
    table: {
      columns: ['Backup', 'Taken', 'Size', 'State'],
      rows: Array.from({ length: 23 }, (_, at) => [
        `2026-11-${String(23 - at).padStart(2, '0')}`,
        [{ time: now - at * 1440 * minute }],
        `${1 + at} GB`,
        at === 3 ? '' : [{ dim: 'kept' }],
      ]),
      empty: 'No backup yet.',
    },
    view: 'backup list acme/production',
  },
  empty: {
    title: 'Servers',
    table: { columns: ['Server', 'State'], rows: [], empty: 'No server yet: add one with "server add".' },
    actions: [{ label: 'Add a server', operation: 'server.add', arguments: {}, form: true, style: 'primary' }],
  },
  check: {
    title: 'box1',
    tone: 'warning',
    state: '2 findings',
    lines: [
      { tone: 'bad', text: 'The disk is 96 % full', note: '4 GB left' },
      { tone: 'warning', text: 'The clock is 3 s off' },
      { tone: 'good', text: [{ code: 'dockerd' }, ' answers'], note: '27.1' },
      { tone: 'idle', text: 'No database server here' },
    ],
    actions: [
      { label: 'Check again', operation: 'server.check', arguments: { server: 'box1' } },
      { label: 'Prune images', operation: 'server.prune', arguments: { server: 'box1' }, confirm: 'Remove 14 images?' },
    ],
    view: 'server show box1',
  },
  job: {
    title: 'Deploy acme/staging · #812',
    tone: 'busy',
    lines: [
      ...stages.map((text, at) => ({ tone: 'good' as const, text, note: `${at + 1}.2 s` })),
      { tone: 'busy', text: later[0], note: [{ age: now - 2 * minute }] },
      ...later.slice(1).map((text) => ({ tone: 'waiting' as const, text })),
    ],
    progress: { percent: 58.8, note: 'Start, about 3 min to go' },
    actions: [
      {
        label: 'Cancel',
        operation: 'job.cancel',
        arguments: { job: 812 },
        style: 'danger',
        confirm: 'Cancel job #812?',
      },
    ],
    words: ['deploy', 'acme/staging', '#812'],
  },
  error: {
    title: 'The server does not answer',
    tone: 'bad',
    state: 'server_unreachable',
    lines: [{ text: 'box1 did not answer on port 22 within 10 s.' }, { text: [{ dim: 'Look at its firewall.' }] }],
    actions: [{ label: 'Check box1', operation: 'server.check', arguments: { server: 'box1' }, style: 'primary' }],
  },
  nasty: {
    title: nasty,
    tone: 'idle',
    state: nasty,
    lines: [{ tone: 'bad', text: nasty, note: [{ code: nasty }, { bold: nasty }, { dim: nasty }] }],
    fields: [
      {
        label: nasty,
        value: [
          { link: 'javascript:alert(1)', text: nasty },
          { person: '', name: nasty },
        ],
      },
    ],
    progress: { percent: Number.NaN, note: nasty },
    table: { columns: [nasty, 'b'], rows: [[nasty, nasty]], empty: '' },
    block: nasty,
    image: { url: `javascript:${nasty}`, description: nasty },
    attachment: { name: `../${nasty}`, title: nasty, text: nasty },
    actions: [
      { label: nasty, operation: 'project.show', arguments: { project: nasty }, confirm: nasty },
      { label: nasty, url: 'javascript:alert(1)' },
    ],
    view: `project show ${nasty}`,
    words: [nasty],
  },
  people: {
    title: ['Approved by ', { person: 'U012AB3CD', name: 'Ada' }],
    tone: 'good',
    lines: [{ text: ['Asked by ', { person: '0190-uuid', name: 'Grace' }, ' ', { age: now - 4000 }] }],
    fields: [{ label: 'Voters', value: [{ person: 'W99', name: 'Edsger' }, ', ', { person: '', name: 'Barbara' }] }],
  },
  block: {
    title: 'Key to put on box1',
    block: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample pilothouse\n# one line',
    attachment: { name: 'build.log', title: 'The whole log', text: 'line 1\nline 2\n' },
    image: { url: 'https://ops.example/chart.png', description: 'Memory over the last day' },
  },
  actions: {
    title: 'Branches',
    actions: [
      ...Array.from({ length: 12 }, (_, at) => ({
        label: `Deploy branch ${at}`,
        operation: 'instance.deploy',
        arguments: { instance: 'acme/staging', branch: `feature ${at}`, dryRun: at === 0 },
      })),
      { label: 'Long', operation: 'setting.set', arguments: { text: 'x'.repeat(2100) } },
      { label: 'Read about it', url: 'https://docs.example/deploy' },
    ],
  },
}
