import { expect, test } from 'vitest'
import { asInProc } from '../../../adapters/proxy/drain.ts'
import { mainConf, siteConf } from '../../../adapters/proxy/nginx/conf.rule.ts'
import { pages } from '../../../adapters/proxy/pages.ts'
import {
  checked,
  checkedInstance,
  emptyState,
  type RouteState,
  stateIn,
  withState,
} from '../../../adapters/proxy/state.rule.ts'
import { dynamicConf, staticArguments } from '../../../adapters/proxy/traefik/dynamic.rule.ts'
import type { Route } from '../../../core/ports/proxy.ts'

const route: Route = {
  instance: '0199-one',
  domain: 'staging.acme.example',
  kind: 'nginx',
  rateLimit: { average: 100, burst: 50 },
  httpPort: 8069,
  websocketPort: 8072,
}
const serves = { container: '0199-one_odoo_0199-two', host: '0123456789ab' }
const certificate = { domain: route.domain, folder: 'cafe', from: 0, until: 1_763_700_000_000 }
const open: RouteState = { ...emptyState, route, serves }
const secure: RouteState = { ...open, certificate }

const around = { hasAcme: true, pages: 'paasportal_pages' }

const states: Record<string, RouteState> = {
  'prepared, nothing serves yet': { ...emptyState, route },
  'over http': open,
  'with a certificate': secure,
  'in maintenance': { ...secure, maintenance: true },
  'with the certificate of another name': { ...secure, certificate: { ...certificate, domain: 'old.acme.example' } },
}

test.each(Object.entries(states))('nginx: %s', async (name, state) => {
  await expect(siteConf(state)).toMatchFileSnapshot(`./golden/nginx ${name}.conf`)
})

test.each(Object.entries(states))('Traefik: %s', async (name, state) => {
  await expect(dynamicConf(state, around)).toMatchFileSnapshot(`./golden/traefik ${name}.yml`)
})

test('Traefik without an authority answers over http alone', () => {
  const conf = JSON.parse(dynamicConf(open, { ...around, hasAcme: false }))
  expect(conf.http.routers['0199-one'].entryPoints).toEqual(['web'])
  expect(JSON.stringify(conf)).not.toContain('letsencrypt')
  expect(staticArguments(null).join(' ')).not.toContain('letsencrypt')
  expect(staticArguments({ directory: 'https://acme.test/dir', email: 'a@acme.test' })).toContain(
    '--certificatesresolvers.letsencrypt.acme.caserver=https://acme.test/dir',
  )
})

test('without a route nothing is told to the proxy, and what serves is known all the same', () => {
  const state = { ...emptyState, serves }
  expect(siteConf(state)).toBe('')
  expect(dynamicConf(state, around)).toBe('')
  expect(stateIn(withState(state, ''))).toEqual(state)
})

test('a file says what it is for, in its first line; another’s file says nothing', () => {
  for (const state of Object.values(states)) expect(stateIn(withState(state, siteConf(state)))).toEqual(state)
  expect(stateIn(null)).toEqual(emptyState)
  expect(stateIn('server { listen 80; }')).toEqual(emptyState)
})

const evil = [
  'a.example"; } server { listen 81; root /',
  'a.example\nserver_name evil.example',
  'a.example`) || Host(`b.example',
  "a.example'",
  'a example',
  'a.example;',
  '$host',
  '../../etc/passwd',
  '-a.example',
  'a..example',
  '',
  'a'.repeat(300),
  '*.example',
  '{a}',
]

test.each(evil)('a domain %j comes into no configuration', (domain) => {
  expect(() => checked({ ...emptyState, route: { ...route, domain } })).toThrow('no name of a site')
})

test.each([...evil.filter((name) => !['$host', '-a.example', 'a..example'].includes(name)), '.', '..', '/x'])(
  'an instance %j has no file',
  (name) => {
    if (name === '..' || name === '.') expect(() => checkedInstance(name)).toThrow('no name')
    else expect(() => checkedInstance(name)).toThrow('no name of an instance')
  },
)

test('nor does what is no port, no rate and no container', () => {
  expect(() => checked({ ...emptyState, route: { ...route, httpPort: 0 } })).toThrow('no port')
  expect(() => checked({ ...emptyState, route: { ...route, rateLimit: { average: Number.NaN, burst: 1 } } })).toThrow(
    'no port or rate',
  )
  expect(() => checked({ ...open, serves: { container: 'x', host: 'a;b' } })).toThrow('no name')
})

test('a connection as the kernel lists it', () => {
  expect(asInProc('172.18.0.2', 8069)).toBe('020012AC:1F85')
})

test('pages and the main file hold nothing that ends them early', () => {
  expect(mainConf.split('{').length).toBe(mainConf.split('}').length)
  for (const text of Object.values(pages)) {
    expect(text).toMatch(/^<!doctype html>/)
    expect(text).not.toMatch(/https?:|src=/)
  }
})
