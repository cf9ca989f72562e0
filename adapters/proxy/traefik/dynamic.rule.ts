import { printHeader, printOfContainer, type RouteState, type Serves } from '../state.rule.ts'
import { pagePorts } from './pages.rule.ts'

/** What Traefik is told on its command line; the rest comes from files. */
export function staticArguments(acme: { directory: string; email: string | null } | null): string[] {
  const letsencrypt = 'certificatesresolvers.letsencrypt.acme'
  return [
    ...[
      ['web', 80],
      ['websecure', 443],
    ].flatMap(([entry, port]) => [
      `--entrypoints.${entry}.address=:${port}`,
      // Uploads of databases take longer than its own 60 s.
      `--entrypoints.${entry}.transport.respondingtimeouts.readtimeout=720s`,
    ]),
    '--providers.file.directory=/etc/traefik/dynamic',
    '--providers.file.watch=true',
    '--providers.providersthrottleduration=100ms',
    '--accesslog=true',
    '--accesslog.fields.headers.defaultmode=drop',
    // What stands behind the question mark stands in it too: tokens do.
    '--accesslog.fields.names.RequestPath=drop',
    '--global.sendanonymoususage=false',
    '--global.checknewversion=false',
    ...(acme === null
      ? []
      : [
          `--${letsencrypt}.httpchallenge.entrypoint=web`,
          `--${letsencrypt}.storage=/letsencrypt/acme.json`,
          `--${letsencrypt}.caserver=${acme.directory}`,
          ...(acme.email === null ? [] : [`--${letsencrypt}.email=${acme.email}`]),
        ]),
  ]
}

export interface Around {
  /** Whether Traefik was told who gives certificates. */
  hasAcme: boolean
  /** What the network calls the container of the pages. */
  pages: string
}

/**
 * The seed's labels, as a file: a switch is one act, and the container need not be made anew. JSON is YAML. Nothing in it
 * may be empty: Traefik refuses that, and with it the files of all other sites.
 */
export function dynamicConf({ route, serves, maintenance }: RouteState, around: Around): string {
  if (!route) return ''
  const { instance, domain } = route
  const rule = `Host(\`${domain}\`)`
  const entry = around.hasAcme
    ? { entryPoints: ['websecure'], tls: { certResolver: 'letsencrypt' } }
    : { entryPoints: ['web'] }
  const site =
    maintenance || !serves
      ? away(instance, { rule, ...entry }, around, maintenance ? 'maintenance' : 'waiting')
      : open(route, serves, { rule, ...entry }, around)
  const { routers, services, middlewares, serversTransports } = around.hasAcme ? led(site, instance, rule) : site
  const parts = { routers, services, serversTransports, middlewares }
  const http = Object.fromEntries(Object.entries(parts).filter(([, part]) => Object.keys(part).length > 0))
  return `${JSON.stringify({ http }, null, 2)}\n`
}

interface Site {
  routers: Record<string, Entry & { service: string; middlewares?: string[] }>
  services: Record<string, unknown>
  middlewares: Record<string, unknown>
  serversTransports: Record<string, unknown>
}

interface Entry {
  rule: string
  entryPoints: string[]
  tls?: { certResolver: string }
}

function open(route: NonNullable<RouteState['route']>, serves: Serves, entry: Entry, { pages }: Around): Site {
  const { instance, rateLimit, httpPort, websocketPort } = route
  const middlewares = [`${instance}-ratelimit`, `${instance}-release`]
  const websocketRule = `${entry.rule} && (PathPrefix(\`/websocket\`) || PathPrefix(\`/longpolling/\`))`
  const service = (port: number) => ({
    loadBalancer: {
      passHostHeader: true,
      serversTransport: instance,
      servers: [{ url: `http://${serves.host}:${port}` }],
    },
  })
  return {
    routers: {
      [instance]: { ...entry, service: instance, middlewares: [`${instance}-unwell`, ...middlewares] },
      [`${instance}-websocket`]: { ...entry, rule: websocketRule, service: `${instance}-websocket`, middlewares },
    },
    services: {
      [instance]: service(httpPort),
      [`${instance}-websocket`]: service(websocketPort),
      [`${instance}-page`]: pageOf(pages, 'unwell'),
    },
    // Connections that are kept would never let an old container be idle.
    serversTransports: { [instance]: { maxIdleConnsPerHost: -1 } },
    middlewares: {
      [`${instance}-ratelimit`]: { rateLimit },
      [`${instance}-release`]: {
        headers: { customResponseHeaders: { [printHeader]: printOfContainer(serves.container) } },
      },
      [`${instance}-unwell`]: { errors: { status: ['502', '504'], service: `${instance}-page`, query: '/' } },
    },
  }
}

function away(instance: string, entry: Entry, { pages }: Around, page: keyof typeof pagePorts): Site {
  return {
    routers: { [instance]: { ...entry, service: `${instance}-page` } },
    services: { [`${instance}-page`]: pageOf(pages, page) },
    middlewares: {},
    serversTransports: {},
  }
}

function pageOf(pages: string, page: keyof typeof pagePorts) {
  return { loadBalancer: { servers: [{ url: `http://${pages}:${pagePorts[page]}` }] } }
}

/** Who comes over http is led to https. */
function led(site: Site, instance: string, rule: string): Site {
  const middlewares = [`${instance}-https`]
  return {
    ...site,
    routers: {
      ...site.routers,
      [`${instance}-http`]: { rule, entryPoints: ['web'], middlewares, service: 'noop@internal' },
    },
    middlewares: {
      ...site.middlewares,
      [`${instance}-https`]: { redirectScheme: { scheme: 'https', permanent: true } },
    },
  }
}
