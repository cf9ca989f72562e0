import { printHeader, printOfContainer, type RouteState } from '../state.rule.ts'
import { root } from './layout.ts'

/** What all sites have in common. */
export const mainConf = `# Written by Pilothouse; changes by hand are lost.
worker_processes auto;
worker_rlimit_nofile 65536;
# So long requests may take to end after a change; what is still open then, a websocket, is cut and comes again.
worker_shutdown_timeout 40s;
pid /run/nginx.pid;
error_log /dev/stderr warn;

events {
  worker_connections 8192;
}

http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  # Without what stands behind the question mark: tokens do.
  log_format plain '$remote_addr [$time_iso8601] $host "$request_method $uri" $status $body_bytes_sent $request_time';
  access_log /dev/stdout plain;
  server_tokens off;
  server_names_hash_bucket_size 256;
  server_names_hash_max_size 4096;
  sendfile on;
  tcp_nopush on;
  keepalive_timeout 65s;
  client_header_timeout 30s;

  # Docker's own: containers by name, wherever they are started again.
  resolver 127.0.0.11 valid=1s ipv6=off;
  resolver_timeout 5s;

  map $http_upgrade $connection_upgrade {
    default upgrade;
    '' '';
  }

  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_session_cache shared:sessions:10m;
  ssl_session_timeout 1d;
  ssl_session_tickets off;

  gzip on;
  gzip_proxied any;
  gzip_vary on;
  gzip_min_length 1024;
  gzip_types text/css text/plain text/xml application/javascript application/json application/xml image/svg+xml;

  limit_req_status 429;

  server {
    listen 80 default_server;
    server_name _;
    include ${root}/challenge.conf;
    location / {
      return 404;
    }
  }

  server {
    listen 443 ssl default_server;
    server_name _;
    ssl_reject_handshake on;
  }

  include ${root}/sites/*.conf;
}
`

export const challengeConf = `location ^~ /.well-known/acme-challenge/ {
  alias ${root}/challenges/;
  default_type text/plain;
}
`

/** The site of one instance; nothing where it has no route. */
export function siteConf({ route, serves, maintenance, certificate }: RouteState): string {
  if (!route) return ''
  const { instance, domain, rateLimit } = route
  const body = maintenance || !serves ? away(maintenance) : site(route, serves)
  const tls = certificate?.domain === domain ? certificate : null
  const zone = `limit_req_zone $binary_remote_addr zone=${instance}:1m rate=${rateLimit.average}r/s;\n`
  if (!tls) return `${zone}\n${server(['listen 80;', `server_name ${domain};`], body)}`
  const folder = `${root}/certificates/${instance}/${tls.folder}`
  const secure = [
    'listen 443 ssl http2;',
    `server_name ${domain};`,
    `ssl_certificate ${folder}/chain.pem;`,
    `ssl_certificate_key ${folder}/key.pem;`,
  ]
  const redirect = ['location / {', '  return 301 https://$host$request_uri;', '}']
  return `${zone}\n${server(['listen 80;', `server_name ${domain};`], redirect)}\n${server(secure, body)}`
}

function server(head: readonly string[], body: readonly string[]): string {
  const lines = [...head, `include ${root}/challenge.conf;`, '', ...body]
  return `server {\n${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n}\n`
}

function site({ instance, rateLimit, httpPort, websocketPort }: NonNullable<RouteState['route']>, serves: Serves) {
  return [
    `add_header ${printHeader} "${printOfContainer(serves.container)}" always;`,
    `set $odoo "${serves.host}";`,
    '',
    // Uploads of attachments and databases; Odoo has limits of its own.
    'client_max_body_size 512m;',
    'proxy_http_version 1.1;',
    'proxy_set_header Host $host;',
    'proxy_set_header X-Real-IP $remote_addr;',
    'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
    'proxy_set_header X-Forwarded-Host $host;',
    'proxy_set_header X-Forwarded-Proto $scheme;',
    'proxy_set_header Upgrade $http_upgrade;',
    'proxy_set_header Connection $connection_upgrade;',
    // It stands on the same machine: one that does not take it at once has gone, and its address may be another one's soon.
    'proxy_connect_timeout 3s;',
    'proxy_send_timeout 720s;',
    'proxy_read_timeout 720s;',
    'proxy_buffer_size 64k;',
    'proxy_buffers 16 64k;',
    'proxy_busy_buffers_size 128k;',
    '',
    'error_page 502 504 /.pilothouse/unwell.html;',
    ...page('unwell'),
    '',
    `limit_req zone=${instance} burst=${rateLimit.burst} delay=${Math.max(1, Math.floor(rateLimit.burst / 2))};`,
    '',
    ...['/websocket', '/longpolling/'].flatMap((path) => [
      `location ${path} {`,
      `  proxy_pass http://$odoo:${websocketPort};`,
      '}',
    ]),
    'location / {',
    `  proxy_pass http://$odoo:${httpPort};`,
    '}',
  ]
}

type Serves = NonNullable<RouteState['serves']>

function away(maintenance: boolean): string[] {
  const name = maintenance ? 'maintenance' : 'waiting'
  return [`error_page 503 /.pilothouse/${name}.html;`, ...page(name), 'location / {', '  return 503;', '}']
}

function page(name: string): string[] {
  return [
    `location = /.pilothouse/${name}.html {`,
    '  internal;',
    '  add_header Retry-After 30 always;',
    '  add_header Cache-Control no-store always;',
    `  alias ${root}/pages/${name}.html;`,
    '}',
  ]
}
