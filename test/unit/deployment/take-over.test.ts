import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dockerCreate, quoted } from '../../../core/deployment/stages/docker-words.ts'
import { composeFile, takeOverFiles } from '../../../core/deployment/stages/take-over-files.ts'
import type { ContainerSpec } from '../../../core/ports/containers.ts'
import { Secret } from '../../../core/secret.ts'
import { exampleRelease } from './example-release.ts'
import { practising } from './practising.ts'

const spec = (name: string, more: Partial<ContainerSpec> = {}): ContainerSpec => ({
  name,
  image: `registry.example/${name}@sha256:1`,
  labels: { 'pilothouse.instance': 'i1' },
  networks: [{ name: 'inside', alias: name }],
  limits: { cpu: 0.5, memoryMb: 100 },
  mounts: [{ source: 'volume_1', target: '/data', readOnly: false }],
  environment: {},
  secrets: {},
  command: [],
  ...more,
})

const nasty = `it's "two" $HOME \`id\` $(id) ; rm -rf / # ü`

const standing = {
  db: spec('i1_db', { command: ['postgres', '-c', 'shared_buffers=1MB'] }),
  pgbouncer: spec('i1_pool', { user: '70:70', entrypoint: ['/bin/sh', '-c'], command: ['exec pgbouncer'] }),
  odoo: spec('i1_odoo', {
    networks: [
      { name: 'inside', alias: 'odoo' },
      { name: 'outside', alias: null },
    ],
    mounts: [{ source: '/opt/x/odoo.conf', target: '/etc/odoo/odoo.conf', readOnly: true }],
    environment: { NASTY: nasty },
    secrets: { TOKEN: new Secret('hush-hush') },
  }),
}

test('what makes a container by hand is read by a shell as it was meant', () => {
  const [create, connect] = dockerCreate(standing.odoo, { envFile: '/opt/x/odoo.env', sourced: null })
  const script = `docker() { for word; do printf '%s\\0' "$word"; done; }\n${create}`
  const words = execFileSync('sh', ['-c', script]).toString().split('\0').slice(0, -1)
  expect(words).toContain(`NASTY=${nasty}`)
  expect(words.slice(0, 3)).toEqual(['create', '--name', 'i1_odoo'])
  expect(words).toEqual(expect.arrayContaining(['--env-file', '/opt/x/odoo.env', '--memory', '100m']))
  expect(words.at(-1)).toBe(standing.odoo.image)
  expect(connect).toBe('docker network connect outside i1_odoo')
  const pool = dockerCreate(standing.pgbouncer, { envFile: null, sourced: null })[0]
  expect(pool).toMatch(/--entrypoint \/bin\/sh .* -c 'exec pgbouncer'$/)
})

test.each(['plain', '', "'", nasty, 'a\nb'])('a word for a shell: %j', (word) => {
  expect(execFileSync('sh', ['-c', `printf %s ${quoted(word)}`]).toString()).toBe(word)
})

test('compose has what the containers have, and dollars stay dollars', () => {
  const compose = composeFile(exampleRelease(), standing)
  expect(compose).toContain('container_name: i1_db')
  expect(compose).toContain('command: ["postgres","-c","shared_buffers=1MB"]')
  expect(compose).toContain('volumes: ["/opt/x/odoo.conf:/etc/odoo/odoo.conf:ro"]')
  expect(compose).toContain('$$HOME')
  expect(compose).toContain('  volume_1: { external: true }')
  expect(compose).toContain('  outside: { external: true }')
})

test('nothing secret stands in what is for people to read; it comes by a file of its own', () => {
  const files = takeOverFiles(exampleRelease(), standing)
  const named = (name: string) => files.find(({ path }) => path.endsWith(`/${name}`))?.content
  for (const name of ['compose.yaml', 'README.md']) expect(named(name)).not.toContain('hush-hush')
  expect(told(named('odoo.env'))).toBe('TOKEN=hush-hush\n')
  expect(JSON.parse(told(named('compose.override.yaml')))).toEqual({
    services: { odoo: { environment: { TOKEN: 'hush-hush' } } },
  })
})

const told = (content: unknown) => (content instanceof Secret ? content.reveal() : '?')

const readIn = (given: typeof standing) =>
  String(takeOverFiles(exampleRelease(), given).find(({ path }) => path.endsWith('/README.md'))?.content)

test('a value of several lines reaches the container whole, secret or not', () => {
  const key = `-----BEGIN KEY-----\n${nasty}\n\n-----END KEY-----\n`
  const odoo = { ...standing.odoo, environment: { NOTE: 'one\ntwo' }, secrets: { KEY: new Secret(key) } }
  const files = takeOverFiles(exampleRelease(), { ...standing, odoo })
  const lines = told(files.find(({ path }) => path.endsWith('/odoo.lines.sh'))?.content)
  const folder = mkdtempSync(join(tmpdir(), 'pilothouse-take-over-'))
  writeFileSync(join(folder, 'odoo.lines.sh'), lines)
  const hidden = { envFile: null, sourced: { file: join(folder, 'odoo.lines.sh'), names: ['NOTE', 'KEY'] } }
  const [create = ''] = dockerCreate(odoo, hidden)
  expect(create).not.toContain('\n')
  const script = `docker() { printf '%s\\0' "$NOTE" "$KEY" "$*"; }\n${create}; printf %s "\${KEY-gone}"`
  const [note, value, words, after] = execFileSync('sh', ['-c', script]).toString().split('\0')
  rmSync(folder, { recursive: true })
  expect([note, value, after]).toEqual(['one\ntwo', key, 'gone'])
  expect(words).toContain('--env NOTE --env KEY')
  const readable = readIn({ ...standing, odoo })
  expect(readable).toContain('odoo.lines.sh')
  expect(readable).not.toContain('BEGIN KEY')
})

test('what held a secret that is no more is to be taken away', () => {
  const files = takeOverFiles(exampleRelease(), { ...standing, odoo: spec('i1_odoo') })
  const gone = files.filter(({ content }) => content === null).map(({ path }) => path.split('/').at(-1))
  expect(gone).toEqual(expect.arrayContaining(['odoo.env', 'odoo.lines.sh', 'compose.override.yaml']))
})

test('each line of a code block of the README is a whole command', () => {
  const text = readIn(standing)
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block)
  expect(blocks).toHaveLength(7)
  for (const line of blocks.join('').trim().split('\n')) {
    expect(line).toMatch(/^(until )?docker /)
    execFileSync('sh', ['-n', '-c', line])
  }
})

test('an image that was built on the server is in no registry: it is taken along', () => {
  expect(readIn(standing)).not.toContain('docker save')
  const odoo = { ...standing.odoo, image: 'paasportal/odoo:abc' }
  expect(readIn({ ...standing, odoo })).toContain('docker save --output image.tar paasportal/odoo:abc\n')
  expect(readIn({ ...standing, odoo })).toContain('docker load --input image.tar\n')
})

test('a deploy keeps both files current', async () => {
  const { deploy, finish, state } = await practising()
  await finish(await deploy())
  const file = async (name: string) => (await state()).find((one) => one.kind === 'file' && one.name.endsWith(name))
  const job = await finish(await deploy())
  const id = job.instanceId ?? '?'
  for (const name of ['/compose.yaml', '/README.md']) {
    const found = await file(name)
    expect(JSON.stringify(found?.data)).toContain(`${id}_odoo_`)
    expect(JSON.stringify(found?.data)).toContain(`${id}_db`)
  }
})
