import { z } from 'zod'
import type { Reading, Writing } from '../ports/store.ts'

const name = 'platform.defaults'

/** What holds for the whole platform where a project, an environment or a server says nothing else. */
const shape = z.object({
  appsDomain: z.string().nullable().default(null),
  /** Where things lie on servers. */
  baseFolder: z.string().default('/opt/paasportal'),
  /** Before names of what we make on servers: networks, volumes, folders. */
  resourcePrefix: z.string().default('paasportal'),
  postgresImage: z.string().default('docker.io/library/postgres:15'),
  pgbouncerImage: z.string().default('docker.io/edoburu/pgbouncer:1.18.0'),
  nginxImage: z.string().default('docker.io/library/nginx:stable'),
  traefikImage: z.string().default('docker.io/library/traefik:v3'),
  /** Where packages come from when dependencies are built; the image's own places where they are null. */
  aptMirror: z.string().nullable().default(null),
  pipIndex: z.string().nullable().default(null),
  /** Who gives certificates; null where nobody does. */
  acmeDirectory: z.string().nullable().default('https://acme-v02.api.letsencrypt.org/directory'),
  /** Whom they tell that one ends. */
  acmeEmail: z.string().nullable().default(null),
  /** How much of what ran is kept on a server, so that one can go back to it. */
  keepReleases: z.number().default(5),
  keepDumps: z.number().default(3),
  keepDays: z.number().default(30),
  proxy: z.enum(['traefik', 'nginx']).default('traefik'),
})
export type PlatformDefaults = z.output<typeof shape>

export async function platformDefaults(reading: Pick<Reading, 'setting'>): Promise<PlatformDefaults> {
  const row = await reading.setting.one({ name })
  return shape.parse(row?.value ?? {})
}

export async function keepDefaults(rows: Writing, value: PlatformDefaults): Promise<void> {
  if ((await rows.setting.update({ name }, { value })) === 0) await rows.setting.insert({ name, value })
}
