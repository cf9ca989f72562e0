import { describe, expect, test } from 'vitest'
import { addonsPath, effectiveConf } from '../../../core/deployment/conf.rule.ts'
import { confDiff } from '../../../core/deployment/conf-diff.rule.ts'
import { availableMb, mayWait } from '../../../core/deployment/memory.rule.ts'
import { routeOf } from '../../../core/deployment/stages/configuring-traefik.ts'
import { doorConf } from '../../../core/deployment/stages/read-me.ts'
import { type WayFacts, wantsMb, wayOf } from '../../../core/deployment/way.rule.ts'
import { exampleRelease } from './example-release.ts'

const facts = (more: Partial<WayFacts>): WayFacts => ({
  serves: true,
  changed: [],
  update: [],
  codeAlone: false,
  rebuilt: false,
  restores: false,
  memory: { freeMb: 4000, wantsMb: 600 },
  ...more,
})

describe('which kind of redeploy it is, and why', () => {
  test.each<[string, Partial<WayFacts>, string, string]>([
    ['nothing serves', { serves: false, update: ['sale'] }, 'first', 'nothing serves yet'],
    ['nothing of a module changed', {}, 'beside', 'Code only, because no installed module’s files changed'],
    [
      'said so',
      { codeAlone: true, update: ['sale'], changed: ['sale'] },
      'beside',
      'because it was said so: sale is not updated',
    ],
    [
      'a module and what depends on it',
      { update: ['crm', 'sale'], changed: ['sale'] },
      'update',
      'because files of sale changed (crm depends on that)',
    ],
    ['another build of Odoo', { update: ['base'], rebuilt: true }, 'update', 'because Odoo’s image is another one'],
    ['data that go back', { restores: true }, 'update', 'because the database goes back too'],
    [
      'too little memory',
      { memory: { freeMb: 300, wantsMb: 600 } },
      'instead',
      'memory does not hold two: 300 MB are free, a second Odoo takes about 600 MB',
    ],
    ['just enough memory', { memory: { freeMb: 600, wantsMb: 600 } }, 'beside', 'Code only'],
    ['memory that nobody knows', { memory: { freeMb: null, wantsMb: 600 } }, 'beside', 'Code only'],
  ])('%s', (_name, more, way, why) => {
    const is = wayOf(facts(more))
    expect(is.way).toBe(way)
    expect(is.why).toContain(why)
  })

  test('a second Odoo takes by its processes, and never more than its share', () => {
    const release = exampleRelease()
    expect(wantsMb({ ...release, size: { cpu: 2, memoryMb: 2048, diskGb: 1 } })).toBe(600)
    expect(wantsMb({ ...release, size: { cpu: 2, memoryMb: 512, diskGb: 1 } })).toBe(358)
  })

  test('its processes are those that people wrote themselves, and so is the port that follows from them', () => {
    const release = exampleRelease({ odooConf: 'workers = 0\nmax_cron_threads: 1' })
    const withDomain = { ...release, instance: { ...release.instance, domain: 'acme.example' } }
    expect(effectiveConf(release).get('workers')).toBe('0')
    expect(wantsMb(release)).toBe(300)
    expect(routeOf({ input: withDomain })?.websocketPort).toBe(8069)
    expect(doorConf(release)).not.toContain(':8072')
    // Odoo does not start with that: it is not guessed at.
    expect(wantsMb(exampleRelease({ odooConf: 'workers = many' }))).toBe(600)
  })

  test('free memory is what Linux calls available', () => {
    expect(availableMb('MemTotal:  16 kB\nMemFree:  1 kB\nMemAvailable:    2097152 kB\n')).toBe(2048)
    expect(availableMb('')).toBeNull()
  })
})

describe('what Odoo would read otherwise', () => {
  const release = exampleRelease()
  const withConf = (odooConf: string) => ({ ...release, settings: { ...release.settings, odooConf } })

  test('is said by name, was and is, also of sections', () => {
    const [before, after] = [
      withConf('limit_request = 1\nx = 1'),
      withConf('limit_request = 2\n[queue_job]\nchannels = root:4'),
    ]
    expect(confDiff(before, after)).toEqual([
      'limit_request: 1 → 2',
      'x: 1 → not set',
      '[queue_job] channels: not set → root:4',
    ])
    expect(confDiff(before, before)).toEqual([])
  })

  test('is nothing where the code alone is another', () => {
    const at = (hash: string) => ({
      ...release,
      sources: release.sources.map((source) => ({ ...source, roots: [''], commit: { ...source.commit, hash } })),
    })
    const [before, after] = [at('a'.repeat(40)), at('b'.repeat(40))]
    expect(addonsPath(before)).not.toBe(addonsPath(after))
    expect(confDiff(before, after)).toEqual([])
  })

  test('never says what may be a secret, only that it changed', () => {
    const [line] = confDiff(withConf('smtp_password = one'), withConf('smtp_password = two'))
    expect(line).toBe('smtp_password: ••• → •••')
  })
})

test.each([
  [700, false, true],
  [699, false, false],
  // What it takes is not free any more.
  [500, true, true],
  [499, true, false],
  [null, true, false],
])('with %s MB free, where the next one wants 500 (it waits already: %s), one may wait: %s', (freeMb, isThere, may) => {
  expect(mayWait(freeMb, 500, isThere)).toBe(may)
})
