import { printHeader, printOfContainer, type RouteState } from '../state.rule.ts'

/** What Traefik is told on its command line; the rest comes from files. */
export function staticArguments(acme: { directory: string; email: string | null } | null): string[] {
  const letsencrypt = 'certificatesresolvers.letsencrypt.acme'
  return [
    '--entrypoints.web.address=:80',
    '--entrypoints.websecure.address=:443',
    '--providers.file.directory=/etc/traefik/dynamic',
    '--providers.file.watch=true',
    '--providers.providersthrottleduration=100ms',
    '--accesslog=true',
    '--accesslog.fields.headers.defaultmode=drop',
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

/** The seed's labels, as a file: a switch is one act, and the container need not be made anew. JSON is YAML. */
export function dynamicConf({ route, serves, maintenance }: RouteState, hasAcme: boolean): string {
  if (!route) return ''
  const { instance, domain, rateLimit, httpPort, websocketPort } = route
  const rule = `Host(\`${domain}\`)`
  const websocketRule = `${rule} && (PathPrefix(\`/websocket\`) || PathPrefix(\`/longpolling/\`))`
  const open = !maintenance && serves !== null
  const middlewares = open ? [`${instance}-ratelimit`, `${instance}-release`] : [`${instance}-away`]
  const secure = hasAcme
    ? { entryPoints: ['websecure'], tls: { certResolver: 'letsencrypt' } }
    : { entryPoints: ['web'] }
  // Without a server Traefik answers 503 by itself.
  const serversOf = (port: number) => (open ? [{ url: `http://${serves.host}:${port}` }] : [])
  const service = (port: number) => ({
    loadBalancer: { passHostHeader: true, serversTransport: instance, servers: serversOf(port) },
  })
  const conf = {
    http: {
      routers: {
        [instance]: { rule, service: instance, middlewares, ...secure },
        [`${instance}-websocket`]: { rule: websocketRule, service: `${instance}-websocket`, middlewares, ...secure },
        ...(hasAcme
          ? {
              [`${instance}-http`]: {
                rule,
                entryPoints: ['web'],
                middlewares: [`${instance}-https`],
                service: 'noop@internal',
              },
            }
          : {}),
      },
      services: { [instance]: service(httpPort), [`${instance}-websocket`]: service(websocketPort) },
      // Connections that are kept would never let an old container be idle.
      serversTransports: { [instance]: { maxIdleConnsPerHost: -1 } },
      middlewares: {
        ...(open
          ? {
              [`${instance}-ratelimit`]: { rateLimit },
              [`${instance}-release`]: {
                headers: { customResponseHeaders: { [printHeader]: printOfContainer(serves.container) } },
              },
            }
          : {
              [`${instance}-away`]: {
                headers: { customResponseHeaders: { 'Retry-After': '30', 'Cache-Control': 'no-store' } },
              },
            }),
        ...(hasAcme ? { [`${instance}-https`]: { redirectScheme: { scheme: 'https', permanent: true } } } : {}),
      },
    },
  }
  return `${JSON.stringify(conf, null, 2)}\n`
}
