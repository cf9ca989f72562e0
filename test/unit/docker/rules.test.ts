import { describe, expect, test } from 'vitest'
import { containerBody } from '../../../adapters/docker/body.rule.ts'
import { dockerfile } from '../../../adapters/docker/dockerfile.rule.ts'
import { Position } from '../../../adapters/docker/position.ts'
import { PullProgress } from '../../../adapters/docker/pull-progress.rule.ts'
import { readReference } from '../../../adapters/docker/reference.rule.ts'
import { refusal } from '../../../adapters/docker/refusal.rule.ts'
import { step } from '../../../adapters/docker/shapes.ts'
import { tarOf } from '../../../adapters/docker/tar.ts'
import { Secret } from '../../../core/secret.ts'

const place = { server: 'box1', user: 'deployer', socket: '/var/run/docker.sock' }

describe('what an engine refuses', () => {
  test.each([
    ['write /var/lib/docker/tmp/x: no space left on device', 'disk_full', {}],
    [
      'failed to register layer: Error processing tar file(exit status 1): write /usr/x: no space left on device',
      'disk_full',
      {},
    ],
    [
      'driver failed programming external connectivity on endpoint x (1f): Bind for 0.0.0.0:8069 failed: port is already allocated',
      'port_taken',
      { port: '8069' },
    ],
    [
      'driver failed programming external connectivity: Error starting userland proxy: listen tcp4 0.0.0.0:80: bind: address already in use',
      'port_taken',
      { port: '80' },
    ],
    [
      'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
      'networks_exhausted',
      {},
    ],
    ['all predefined address pools have been fully subnetted', 'networks_exhausted', {}],
    ['network traefik-public is ambiguous (2 matches found on name)', 'network_doubled', { network: 'traefik-public' }],
    [
      'Conflict. The container name "/one_db" is already in use by container "ab12". You have to remove (or rename) that container',
      'name_taken',
      { name: 'one_db' },
    ],
    [
      'no matching manifest for linux/arm64/v8 in the manifest list entries',
      'image_architecture',
      { wants: 'linux/arm64/v8' },
    ],
    ['exec /entrypoint.sh: exec format error', 'image_architecture', {}],
    [
      'Head "https://ghcr.io/v2/a/manifests/1": unauthorized: authentication required',
      'registry_login_needed',
      { registry: 'ghcr.io' },
    ],
    [
      "pull access denied for acme/odoo, repository does not exist or may require 'docker login'",
      'image_pull_failed',
      {},
    ],
    ['manifest for ghcr.io/acme/odoo:20 not found: manifest unknown: manifest unknown', 'image_not_found', {}],
    [
      'Get "https://ghcr.io/v2/": dial tcp: lookup ghcr.io on 10.0.0.2:53: no such host',
      'name_unknown',
      { name: 'ghcr.io', place: place.server },
    ],
    ['Get "https://ghcr.io/v2/": dial tcp: lookup ghcr.io: no such host', 'name_unknown', { name: 'ghcr.io' }],
    ['Get "https://ghcr.io/v2/": dial tcp 10.0.0.9:443: connect: connection refused', 'registry_unreachable', {}],
    ['No such container: one_db', 'container_gone', { name: 'one_db' }],
    ['something that nobody has seen', 'engine_refused', { why: 'something that nobody has seen' }],
  ])('“%s” is %s', (message, code, facts) => {
    const about = { what: 'do it', name: 'one_db', image: 'ghcr.io/acme/odoo:20' }
    expect(refusal(500, message, about, place)).toMatchObject({ code, facts: { ...place, ...facts } })
  })

  test('a login that was handed over is the one that was refused', () => {
    const about = { what: 'pull', image: 'ghcr.io/a', login: true }
    expect(refusal(500, 'unauthorized: authentication required', about, place).code).toBe('registry_login_refused')
  })

  test('a certificate that is good at our time and not at theirs is about their clock', () => {
    const at = (theirs: string) =>
      `Get "https://ghcr.io/v2/": x509: certificate has expired or is not yet valid: current time ${theirs} is before 2026-01-01T00:00:00Z`
    const about = { what: 'pull', image: 'ghcr.io/a' }
    const now = Date.parse('2026-11-22T10:00:00Z')
    expect(refusal(500, at('2024-11-22T10:00:00Z'), about, place, now)).toMatchObject({
      code: 'clock_wrong',
      facts: { server: place.server, off: '1051200 minutes behind' },
    })
    expect(refusal(500, at('2026-11-22T11:30:00+01:00'), about, place, now).facts['off']).toBe('30 minutes ahead')
    expect(refusal(500, at('2026-11-22T10:01:00Z'), about, place, now).code).toBe('registry_unreachable')
  })

  test('what may pass by itself says so', () => {
    const image = { what: 'pull', image: 'odoo' }
    expect(refusal(500, 'dial tcp: i/o timeout', image, place).transient).toBe(true)
    expect(refusal(507, 'no space left on device', image, place).transient).toBe(false)
  })
})

test.each([
  ['odoo:19.0', { registry: 'docker.io', name: 'odoo', tag: '19.0', digest: null }],
  ['acme/odoo', { registry: 'docker.io', name: 'acme/odoo', tag: null, digest: null }],
  ['index.docker.io/acme/odoo:1', { registry: 'docker.io', name: 'index.docker.io/acme/odoo', tag: '1', digest: null }],
  [
    'registry.example:5000/a/odoo:19.0',
    { registry: 'registry.example:5000', name: 'registry.example:5000/a/odoo', tag: '19.0', digest: null },
  ],
  [
    'registry.example:5000/odoo',
    { registry: 'registry.example:5000', name: 'registry.example:5000/odoo', tag: null, digest: null },
  ],
  ['ghcr.io/a/odoo:1@sha256:ab', { registry: 'ghcr.io', name: 'ghcr.io/a/odoo', tag: '1', digest: 'sha256:ab' }],
])('%s is read', (text, read) => {
  expect(readReference(text)).toEqual(read)
})

describe('a log that is read again', () => {
  const at = (ms: number, nanos = '000000') =>
    `${new Date(Date.UTC(2026, 0, 1) + ms).toISOString().slice(0, -1)}${nanos}Z`

  test('tells each entry once, whichever shared its moment and whichever came out of order', () => {
    const position = new Position()
    const first = [at(0), at(1), at(1), at(3), at(2)]
    const all = [...first, at(3), at(2), at(4)]
    position.attach()
    expect(first.filter((one) => position.isNew(one))).toEqual(first)
    position.attach()
    expect(all.filter((one) => position.isNew(one))).toEqual([at(3), at(2), at(4)])
    expect(Number(position.since)).toBeCloseTo((Date.UTC(2026, 0, 1) + 4 - 2000) / 1000, 3)
    position.attach()
    expect(all.filter((one) => position.isNew(one))).toEqual([])
  })

  test('forgets what is long gone', () => {
    const position = new Position()
    for (let ms = 0; ms < 60_000; ms += 100) position.isNew(at(ms))
    position.attach()
    const later = Array.from({ length: 20 }, (_, n) => at(58_000 + n * 100))
    expect(later.filter((one) => position.isNew(one))).toEqual([])
  })
})

test('a pull tells layers and megabytes, at most a line a second but for layers that are done', () => {
  const progress = new PullProgress()
  const mb = 1024 * 1024
  const said = [
    [{ status: 'Pulling from odoo', id: '19.0' }, 0],
    [{ status: 'Pulling fs layer', id: 'a' }, 1],
    [{ status: 'Pulling fs layer', id: 'b' }, 2],
    [{ status: 'Downloading', id: 'a', progressDetail: { current: mb, total: 10 * mb } }, 3],
    [{ status: 'Downloading', id: 'b', progressDetail: { current: mb, total: 30 * mb } }, 500],
    [{ status: 'Downloading', id: 'b', progressDetail: { current: 5 * mb, total: 30 * mb } }, 1500],
    [{ status: 'Pull complete', id: 'a' }, 1501],
    [{ status: 'Already exists', id: 'b' }, 1502],
    [{ status: 'Status: Downloaded newer image' }, 1503],
  ] as const
  const lines = said.map(([one, now]) => progress.heard(step(one), now)).filter((line) => line !== null)
  expect(lines).toEqual([
    '0 of 1 layers',
    '0 of 2 layers, 6.0 of 40.0 MB',
    '1 of 2 layers, 15.0 of 40.0 MB',
    '2 of 2 layers, 40.0 of 40.0 MB',
  ])
})

describe('the files that an image is built from', () => {
  const wanted = {
    base: 'sha256:ab',
    user: 'odoo',
    apt: ['libldap2-dev'],
    pip: ['stripe==5.4.0'],
    mirrors: { apt: null, pip: null },
  }

  test('names are in files and never in a command; who it runs as stays', () => {
    const files = dockerfile(wanted)
    expect(files['apt.txt']).toBe('libldap2-dev\n')
    expect(files['requirements.txt']).toBe('stripe==5.4.0\n')
    expect(files['Dockerfile']).not.toContain('stripe')
    expect(files['Dockerfile']).not.toContain('libldap2')
    expect(files['Dockerfile']?.split('\n').filter((line) => /^(?:FROM|USER)/.test(line))).toEqual([
      'FROM sha256:ab',
      'USER root',
      'USER odoo',
    ])
  })

  test.each([['--option'], ['-o=Dir::Etc'], ['a b'], ['a;id'], ['$(id)'], ['a\nb'], ['../x'], [''], ['A/b']])(
    'apt.txt: %j is no package',
    (name) => {
      expect(() => dockerfile({ ...wanted, apt: [name] })).toThrow('apt.txt')
    },
  )

  test.each([['--index-url http://x'], ['-e .'], ['  -r other'], ['a\nb']])(
    'requirements.txt: %j is no requirement',
    (line) => {
      expect(() => dockerfile({ ...wanted, pip: [line] })).toThrow('requirements.txt')
    },
  )

  test('a mirror without TLS is taken at its word, one with TLS keeps to the keys of the image', () => {
    const by = (apt: string, pip: string) => dockerfile({ ...wanted, mirrors: { apt, pip } })
    expect(by('http://m.example/apt', 'http://m.example:81/simple')['sources.list']).toBe(
      'deb [trusted=yes] http://m.example/apt ./\n',
    )
    expect(by('https://m.example/debian bookworm main', 'https://m.example/simple')['sources.list']).toBe(
      'deb https://m.example/debian bookworm main\n',
    )
    expect(by('http://m.example/apt', "http://m.example:81/simple'")['Dockerfile']).toContain(
      "--index-url 'http://m.example:81/simple'\\''' --trusted-host 'm.example'",
    )
    expect(by('https://m.example/apt', 'https://m.example/simple')['Dockerfile']).not.toContain('trusted-host')
  })
})

test('secrets are in the environment of a container and nowhere else', () => {
  const body = containerBody(
    {
      name: 'one',
      image: 'odoo',
      labels: { one: '1' },
      networks: [{ name: 'net', alias: 'alias' }],
      limits: { cpu: 1.4, memoryMb: 1434 },
      mounts: [],
      environment: { A: 'b' },
      secrets: { PASSWORD: new Secret('very-hidden') },
      command: ['odoo'],
    },
    'service',
  )
  const { Env, ...rest } = body
  expect(Env).toEqual(['A=b', 'PASSWORD=very-hidden'])
  expect(JSON.stringify(rest)).not.toContain('very-hidden')
  expect(rest['HostConfig']).toMatchObject({
    NanoCpus: 1_400_000_000,
    Memory: 1434 * 1024 * 1024,
    MemorySwap: 1434 * 1024 * 1024,
  })
})

test('a tar holds what it was given', () => {
  const tar = tarOf({ Dockerfile: 'FROM x\n', 'apt.txt': 'a\n'.repeat(400) })
  expect(tar.length % 512).toBe(0)
  expect(tar.subarray(0, 10).toString()).toBe('Dockerfile')
  expect(tar.subarray(512, 519).toString()).toBe('FROM x\n')
  expect(tar.subarray(1024, 1031).toString()).toBe('apt.txt')
})
