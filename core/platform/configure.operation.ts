import { z } from 'zod'
import type { Card } from '../card/card.ts'
import { said } from '../form/said.ts'
import { toldOf } from '../member/told.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import { keepPlaces } from '../server/place.ts'
import { keepDefaults, type PlatformDefaults, platformDefaults } from './defaults.ts'

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(200)
  .regex(
    /^(?:none|-|(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63})$/,
    'is a domain like apps.example.com, or none',
  )
const prefix = z
  .string()
  .trim()
  .max(20)
  .regex(/^[a-z][a-z0-9-]*$/, 'holds small letters, digits and dashes')
const folder = z
  .string()
  .trim()
  .max(120)
  .regex(/^(?:\/[\w-][\w.-]*)+$/, 'is a folder like /opt/pilothouse')
const image = z
  .string()
  .trim()
  .max(300)
  .regex(
    /^[a-z0-9][\w.-]*(?::\d+)?(?:\/[a-z0-9][\w.-]*)*(?::[\w][\w.-]{0,127})?(?:@sha256:[a-f0-9]{64})?$/,
    'is an image like registry.example/postgres:16',
  )

const mirror = z
  .string()
  .trim()
  .max(300)
  .regex(
    /^(?:none|-|https?:\/\/[\w.-]+(?::\d+)?(?:\/[\w.~-]+)*\/?)$/,
    'is an address like https://mirror.example/simple, or none',
  )
const aptMirror = z
  .string()
  .trim()
  .max(300)
  .regex(
    /^(?:none|-|https?:\/\/[\w.-]+(?::\d+)?(?:\/[\w.~-]+)*\/?(?: +[\w][\w./-]*)*)$/,
    'is an address, with suite and components as `https://mirror.example/debian bookworm main`, or none',
  )

const email = z
  .string()
  .trim()
  .max(200)
  .regex(/^(?:none|-|[^\s@"<>]+@[\w-]+(?:\.[\w-]+)+)$/, 'is an address like ops@example.com, or none')

export const platformConfigure = operation({
  id: 'platform.configure',
  summary: 'Defaults of the platform: domain, prefix, folder, images, proxy; shown when nothing is given',
  examples: [
    'platform configure',
    'platform configure --apps-domain apps.example.com --proxy nginx',
    'platform configure --postgres-image registry.example/postgres:16 --pgbouncer-image registry.example/pgbouncer:1.23',
  ],
  arguments: {
    apps_domain: argument(domain.optional(), {
      label: 'Apps domain',
      help: 'Instances get names under it; `none` for none',
    }),
    base_folder: argument(folder.optional(), { label: 'Base folder', help: 'Where things lie on servers' }),
    resource_prefix: argument(prefix.optional(), {
      label: 'Resource prefix',
      help: 'Before names of what I make on servers: networks, volumes, folders',
    }),
    postgres_image: argument(image.optional(), { label: 'PostgreSQL image', help: 'For databases of instances' }),
    pgbouncer_image: argument(image.optional(), { label: 'PgBouncer image', help: 'For connection pools' }),
    nginx_image: argument(image.optional(), { label: 'nginx image', help: 'For proxies of that kind' }),
    traefik_image: argument(image.optional(), { label: 'Traefik image', help: 'For proxies of that kind' }),
    apt_mirror: argument(aptMirror.optional(), {
      label: 'apt mirror',
      help: 'Where Debian packages of dependencies come from: `"https://mirror.example/debian bookworm main"`, or the address of a folder of packages alone; `none` for the image’s own',
    }),
    pip_index: argument(mirror.optional(), {
      label: 'pip index',
      help: 'Where Python packages come from; `none` for the image’s own',
    }),
    acme_directory: argument(
      z
        .string()
        .trim()
        .max(300)
        .regex(
          /^(?:none|-|https:\/\/[\w.-]+(?::\d+)?(?:\/[\w.~-]+)*\/?)$/,
          'is an address of ACME like https://acme.example/directory, or none',
        )
        .optional(),
      { label: 'Certificates from', help: 'The ACME directory; Let’s Encrypt unless named, `none` for none' },
    ),
    acme_email: argument(email.optional(), {
      label: 'Mail for certificates',
      help: 'Whom they tell that one ends; `none` for nobody',
    }),
    keep_releases: argument(z.coerce.number().int().min(2).max(50).optional(), {
      label: 'Releases kept',
      help: 'Of each instance, to go back to; what runs and what it replaced always are',
    }),
    keep_dumps: argument(z.coerce.number().int().min(1).max(50).optional(), {
      label: 'Dumps kept',
      help: 'Of each instance, from before its updates',
    }),
    keep_days: argument(z.coerce.number().int().min(1).max(3650).optional(), {
      label: 'Days kept',
      help: 'Older releases and dumps go',
    }),
    proxy: argument(z.enum(['traefik', 'nginx']).optional(), {
      label: 'Proxy',
      help: 'Which kind stands before instances',
    }),
  },
  aim: onPlatform,
  least: 'maintainer',
  effects: ['settings'],
  current: async ({ reading }) => said(dataOf(await platformDefaults(reading))),
  async change(rows, _asking, values) {
    const before = await platformDefaults(rows)
    const after: PlatformDefaults = {
      appsDomain: values.apps_domain === undefined ? before.appsDomain : orNone(values.apps_domain),
      baseFolder: values.base_folder ?? before.baseFolder,
      resourcePrefix: values.resource_prefix ?? before.resourcePrefix,
      postgresImage: values.postgres_image ?? before.postgresImage,
      pgbouncerImage: values.pgbouncer_image ?? before.pgbouncerImage,
      nginxImage: values.nginx_image ?? before.nginxImage,
      traefikImage: values.traefik_image ?? before.traefikImage,
      aptMirror: values.apt_mirror === undefined ? before.aptMirror : orNone(values.apt_mirror),
      pipIndex: values.pip_index === undefined ? before.pipIndex : orNone(values.pip_index),
      acmeDirectory: values.acme_directory === undefined ? before.acmeDirectory : orNone(values.acme_directory),
      acmeEmail: values.acme_email === undefined ? before.acmeEmail : orNone(values.acme_email),
      keepReleases: values.keep_releases ?? before.keepReleases,
      keepDumps: values.keep_dumps ?? before.keepDumps,
      keepDays: values.keep_days ?? before.keepDays,
      proxy: values.proxy ?? before.proxy,
    }
    const isChange = Object.values(values).some((value) => value !== undefined)
    let kept: string[] = []
    if (isChange) {
      await keepDefaults(rows, after)
      kept = await keepPlaces(rows, before, after)
      rows.tell(toldOf('platform.configured', dataOf(after)))
    }
    const isOtherProxy = before.nginxImage !== after.nginxImage || before.traefikImage !== after.traefikImage
    const lines = [
      ...kept.map((server) => `${server} keeps its folder, prefix and proxy: instances are deployed there by them.`),
      ...(isOtherProxy ? [proxiesStay] : []),
    ]
    return { card: cardOf(after, isChange, lines), data: dataOf(after) }
  },
})

function orNone(text: string): string | null {
  return text === 'none' || text === '-' ? null : text
}

/** It stands before everybody’s instances: for them nothing is gained by an interruption. */
const proxiesStay =
  'Proxies that run keep their image. To renew one, remove its container there in a quiet moment: the next deploy makes it anew, with all its routes.'

function cardOf(defaults: PlatformDefaults, isChange: boolean, lines: readonly string[]): Card {
  return {
    title: 'Defaults of the platform',
    tone: 'good',
    state: isChange ? 'kept' : 'as they are',
    lines: lines.map((text) => ({ text })),
    fields: [
      { label: 'Apps domain', value: defaults.appsDomain ?? 'none' },
      { label: 'Base folder', value: [{ code: defaults.baseFolder }] },
      { label: 'Resource prefix', value: defaults.resourcePrefix },
      { label: 'PostgreSQL', value: [{ code: defaults.postgresImage }] },
      { label: 'PgBouncer', value: [{ code: defaults.pgbouncerImage }] },
      { label: 'nginx', value: [{ code: defaults.nginxImage }] },
      { label: 'Traefik', value: [{ code: defaults.traefikImage }] },
      { label: 'apt mirror', value: defaults.aptMirror ?? 'the image’s own' },
      { label: 'pip index', value: defaults.pipIndex ?? 'the image’s own' },
      { label: 'Certificates from', value: defaults.acmeDirectory ?? 'nobody' },
      { label: 'Mail for certificates', value: defaults.acmeEmail ?? 'none' },
      {
        label: 'Kept',
        value: `${defaults.keepReleases} releases, ${defaults.keepDumps} dumps, ${defaults.keepDays} days`,
      },
      { label: 'Proxy', value: defaults.proxy },
    ],
    actions: [{ label: 'Change', operation: 'platform.configure', arguments: {}, form: true }],
    view: 'platform configure',
    words: ['platform', 'defaults'],
  }
}

function dataOf(defaults: PlatformDefaults) {
  return {
    apps_domain: defaults.appsDomain,
    base_folder: defaults.baseFolder,
    resource_prefix: defaults.resourcePrefix,
    postgres_image: defaults.postgresImage,
    pgbouncer_image: defaults.pgbouncerImage,
    nginx_image: defaults.nginxImage,
    traefik_image: defaults.traefikImage,
    apt_mirror: defaults.aptMirror,
    pip_index: defaults.pipIndex,
    acme_directory: defaults.acmeDirectory,
    acme_email: defaults.acmeEmail,
    keep_releases: defaults.keepReleases,
    keep_dumps: defaults.keepDumps,
    keep_days: defaults.keepDays,
    proxy: defaults.proxy,
  }
}
