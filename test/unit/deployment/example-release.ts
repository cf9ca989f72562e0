import type { Release } from '../../../core/deployment/release.ts'

const commit = { hash: 'a3b2c1d', message: 'm', author: 'a', authorEmail: 'a@example.com', at: 0 }

/** A first release, as a plan would pin it. */
export function exampleRelease(settings: Partial<Release['settings']> = {}, version = '19.0'): Release {
  const source = (level: 'platform' | 'organization' | 'project', name: string) => ({
    level,
    name,
    url: `https://git.example/${name}.git`,
    branch: 'main',
    commit,
  })
  const image = { reference: 'odoo:19.0', digest: 'sha256:1' }
  return {
    id: 'r1',
    kind: 'deploy',
    way: 'first',
    again: false,
    returnsTo: null,
    because: null,
    instance: { id: 'i1', path: 'acme/staging/v19', project: 'acme', environment: 'staging', domain: null, version },
    server: {
      name: 'box',
      address: '192.0.2.7',
      practice: false,
      prefix: 'paasportal',
      base: '/opt/paasportal',
      proxy: 'traefik',
    },
    sources: [source('platform', 'p'), source('organization', 'o'), source('project', 'acme')],
    git: { ...commit, branch: 'main' },
    image,
    postgres: image,
    pgbouncer: image,
    size: { cpu: 2, memoryMb: 2048, diskGb: 20 },
    settings: { workers: null, maxCronThreads: null, ocaQueue: false, odooConf: '', ...settings },
    variables: [],
    passwords: null,
    modules: { install: ['base'], update: [], skipped: [], hashes: {} },
    restores: null,
    before: null,
  }
}
