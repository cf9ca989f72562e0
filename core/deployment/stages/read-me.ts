import { processesOf } from '../conf.rule.ts'
import { namesOf } from '../names.rule.ts'
import { odooPort, websocketPort } from '../ports.rule.ts'
import type { Release } from '../release.ts'
import { dockerCreate, type Hidden, quoted } from './docker-words.ts'
import type { Standing } from './take-over-files.ts'

/** What somebody without us types: each line is a command of its own, and each was tried. */
export function readme(release: Release, standing: Standing, hiddenOf: (service: keyof Standing) => Hidden): string {
  const { db, pgbouncer, odoo } = standing
  const { folder, data, databaseName, network, spare } = namesOf(release)
  const names = [db.name, pgbouncer.name, odoo.name]
  const networks = [...new Set([db, pgbouncer, odoo].flatMap((spec) => spec.networks.map(({ name }) => name)))]
  const create = [
    ...dockerCreate(db, hiddenOf('db')),
    ...dockerCreate(pgbouncer, hiddenOf('pgbouncer')),
    ...dockerCreate(odoo, hiddenOf('odoo')),
  ]
  const within = (place: string, command: string) =>
    `docker run --rm --interactive --network none --user 0:0 --entrypoint ${command} --volume ${quoted(`${place}:/at`)} ${quoted(db.image)}`
  const inDatabase = `docker exec --interactive --user postgres ${db.name}`
  const haveNetworks = networks.map(
    (name) => `docker network inspect ${name} > /dev/null 2>&1 || docker network create ${name}`,
  )
  // What was built on the server is in no registry.
  const isBuilt = !odoo.image.includes('@sha256:')
  const bringBack = [
    `${inDatabase} dropdb --if-exists --force ${databaseName}`,
    `${inDatabase} createdb --owner odoo --template template0 --encoding UTF8 --lc-collate C ${databaseName}`,
    `${inDatabase} pg_restore --exit-on-error --dbname ${databaseName} < database.dump`,
    `${within(data, 'rm')} -rf /at/filestore`,
    `${within(data, 'tar')} --extract --preserve-permissions --file - --directory /at < filestore.tar`,
    `docker start ${pgbouncer.name}`,
    `docker start ${odoo.name}`,
  ]
  const door = `${release.instance.id}_door`
  return `# ${release.instance.path}

Odoo ${release.instance.version} at commit ${release.git.hash} (${release.git.branch}), put here by Pilothouse. It runs without it: what follows needs Docker alone, and somebody who may use it. Each line is a command of its own.

The folder ${folder} has all that belongs to it: configuration and passwords (\`releases/${release.id}/odoo.conf\`, and in files that end in \`.env\`, \`.lines.sh\` and \`.override.yaml\` what secret variables hold), code (\`code\`), the filestore (\`data\`), logs. The database lies in the Docker volume that \`docker volume ls\` shows.

## Stop

The first is an Odoo that only waits for the next deploy, where there is one. Whoever deploys next makes another: it may be removed at any time.

${block([
  `docker ps --quiet --filter name=^${spare}$ | xargs --no-run-if-empty docker stop`,
  ...names.toReversed().map((name) => `docker stop ${name}`),
])}

## Start

${block(names.map((name) => `docker start ${name}`))}

## Back up

All files come into the folder that you are in. Take them somewhere else, with this one: they hold passwords.

${block([
  `${inDatabase} pg_dump --format=custom ${databaseName} > database.dump`,
  `${inDatabase} pg_dumpall --roles-only > roles.sql`,
  `${within(data, 'tar')} --create --file - --directory /at filestore > filestore.tar`,
  `${within(folder, 'tar')} --create --file - --directory /at --exclude './data/*' --exclude './dumps/*' --exclude './logs/*' . > folder.tar`,
  ...(isBuilt ? [`docker save --output image.tar ${quoted(odoo.image)}`] : []),
])}

## Restore

What is in the database now is lost. Run it in the folder that has the files.

${block([`docker stop ${odoo.name}`, `docker stop ${pgbouncer.name}`, ...bringBack])}

## Restore on another server

Where there is Docker and nothing else of this. Stop it on the old one first: two of them would send the same mails. Run it in the folder that has the files; images come from where they came from before, so log in there with \`docker login\` where that asks for it. That the role postgres exists already is no failure.

${block([
  ...(isBuilt ? ['docker load --input image.tar'] : []),
  `${within(folder, 'tar')} --extract --preserve-permissions --file - --directory /at < folder.tar`,
  ...haveNetworks,
  ...create,
  `docker start ${db.name}`,
  `until docker exec --user postgres ${db.name} pg_isready --quiet --host 127.0.0.1; do sleep 1; done`,
  `${inDatabase} psql --quiet --dbname postgres < roles.sql`,
  ...bringBack,
])}

## Let visitors in

Only where no proxy of Pilothouse does, as on another server: over http, and not encrypted. Whatever you put before it for that, a proxy of your own as well, finds Odoo as \`${namesOf(release).odooAlias}\` on the network ${network}${release.instance.domain === null ? '' : `; ${release.instance.domain} has to lead to that server`}.

${block([
  `docker run --detach --name ${door} --restart unless-stopped --network ${network} --publish 80:80 --volume ${quoted(`${folder}/door.conf:/etc/nginx/nginx.conf:ro`)} ${quoted(release.server.door ?? 'docker.io/library/nginx:stable')}`,
])}

## Make the containers anew

After they were removed; nothing is lost by it. Where there is Docker Compose, \`docker compose up --detach\` in ${folder} does the same.

${block([...haveNetworks, `docker rm --force ${names.toReversed().join(' ')}`, ...create, ...names.map((name) => `docker start ${name}`)])}
`
}

function block(lines: readonly string[]): string {
  return `\`\`\`sh\n${lines.join('\n')}\n\`\`\``
}

/** An nginx that has nothing but this: for who runs it without us. */
export function doorConf(release: Release): string {
  const websocket = websocketPort(processesOf(release).workers)
  const to = (path: string, port: number) => `    location ${path} {\n      proxy_pass http://$odoo:${port};\n    }`
  return `# Written by Pilothouse at each deploy of ${release.instance.path}. README.md says how to use it.
events {
}
http {
  resolver 127.0.0.11 valid=5s ipv6=off;
  client_max_body_size 512m;
  map $http_upgrade $connection_upgrade {
    default upgrade;
    '' '';
  }
  server {
    listen 80;
    set $odoo ${namesOf(release).odooAlias};
    proxy_http_version 1.1;
    proxy_set_header Host $host;
    proxy_set_header X-Real-IP $remote_addr;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header X-Forwarded-Host $host;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $connection_upgrade;
    proxy_read_timeout 720s;
${['/websocket', '/longpolling/'].map((path) => to(path, websocket)).join('\n')}
${to('/', odooPort)}
  }
}
`
}
