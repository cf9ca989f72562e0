import { pages } from '../pages.ts'

/** Where the folder of the pages is in their container. */
export const pagesRoot = '/etc/nginx/pilothouse'

type Page = keyof typeof pages

/** Traefik has no pages of its own: a small nginx beside it has one behind each of these ports. */
export const pagePorts: Readonly<Record<Page, number>> = { maintenance: 8081, waiting: 8082, unwell: 8083 }

export const pagesConf = `# Written by Pilothouse; changes by hand are lost.
worker_processes 1;
pid /run/nginx.pid;
error_log /dev/stderr warn;

events {
  worker_connections 2048;
}

http {
  include /etc/nginx/mime.types;
  access_log off;
  server_tokens off;
${Object.entries(pagePorts)
  .map(([page, port]) => answering(page, port))
  .join('')}}
`

/** Whatever is asked for: searchers and monitors see that it is for a while. */
function answering(page: string, port: number): string {
  return `
  server {
    listen ${port};
    error_page 503 /${page}.html;
    location / {
      return 503;
    }
    location = /${page}.html {
      internal;
      add_header Retry-After 30 always;
      add_header Cache-Control no-store always;
      root ${pagesRoot};
    }
  }
`
}

/** All that the container reads, by the names of the files. */
export const pagesFiles: Readonly<Record<string, string>> = {
  'nginx.conf': pagesConf,
  ...Object.fromEntries(Object.entries(pages).map(([page, text]) => [`${page}.html`, text])),
}
