import { describe, expect, test } from 'vitest'
import { Secret } from '../../core/secret.ts'
import { describeInLab } from '../lab/endpoints.ts'
import { NginxStand } from './proxy/nginx-stand.ts'
import { promises } from './proxy/promise.ts'
import { TraefikReader } from './proxy/traefik-reader.ts'
import { TraefikStand } from './proxy/traefik-stand.ts'

const acme = { directory: 'https://acme.test/dir', email: null, accountKey: new Secret('key') }

describeInLab('the proxy nginx, by real requests', (lab) => promises(new NginxStand(lab)))

// There is no Traefik to be had here: its files are read as its reference says.
describe('the proxy Traefik, by the files that it is left', () => promises(new TraefikStand(null)))
describe('the proxy Traefik with certificates', () => promises(new TraefikStand(acme)))

describe('whoever reads those files', () => {
  const command = ['--entrypoints.web.address=:80']
  const http = (more: object) => new Map([['a.yml', JSON.stringify({ http: more })]])
  const router = { rule: 'Host(`a.test`)', service: 'a' }
  const service = { loadBalancer: { servers: [{ url: 'http://a:1' }] } }
  const good = { routers: { a: router }, services: { a: service } }

  test('takes what is right', () => {
    const way = new TraefikReader(http(good), command).way('web', { host: 'a.test', path: '/' })
    expect(way).toMatchObject({ is: 'served', url: 'http://a:1' })
  })

  test('takes the longest rule, unless another one is told to come first', () => {
    const long = { rule: 'Host(`a.test`) && PathPrefix(`/b`)', service: 'b' }
    const other = { loadBalancer: { servers: [{ url: 'http://b:1' }] } }
    const both = (first: object) => http({ routers: { a: first, b: long }, services: { a: service, b: other } })
    const asked = { host: 'a.test', path: '/b/c' }
    expect(new TraefikReader(both(router), command).way('web', asked)).toMatchObject({ url: 'http://b:1' })
    expect(new TraefikReader(both({ ...router, priority: 999 }), command).way('web', asked)).toMatchObject({
      url: 'http://a:1',
    })
  })

  test.each([
    ['a word that it does not know', { ...good, routes: {} }],
    ['an unknown word further in', { ...good, routers: { a: { ...router, entrypoint: ['web'] } } }],
    ['an empty part', { ...good, middlewares: {} }],
    ['a service without servers', { ...good, services: { a: { loadBalancer: { servers: [] } } } }],
    ['a service that is not there', { routers: { a: { ...router, service: 'b' } }, services: { a: service } }],
    ['a middleware that is not there', { ...good, routers: { a: { ...router, middlewares: ['b'] } } }],
    ['an entry point that is not there', { ...good, routers: { a: { ...router, entryPoints: ['b'] } } }],
    ['a resolver that is not there', { ...good, routers: { a: { ...router, tls: { certResolver: 'b' } } } }],
    ['a template', { ...good, routers: { '{{ a }}': router } }],
  ])('refuses %s', (_what, more) => {
    expect(() => new TraefikReader(http(more), command)).toThrow(/\w/)
  })

  test('refuses a rule that it cannot read', () => {
    const wrong = { ...good, routers: { a: { ...router, rule: "Host('a.test')" } } }
    expect(() => new TraefikReader(http(wrong), command).way('web', { host: 'a.test', path: '/' })).toThrow(
      'no matcher of ours',
    )
  })
})
