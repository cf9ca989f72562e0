import { effectiveConf } from './conf.rule.ts'
import { printOf } from './print.ts'
import type { Release } from './release.ts'

/** What people's own lines say that an initialised database differs by. */
const told = ['with_demo', 'without_demo', 'load_language']

/** PostgreSQL with nothing of Odoo in it: whatever is made anew begins from there. */
export function blankName({ postgres }: Pick<Release, 'postgres'>): string {
  return `blank-${printOf(postgres.digest).slice(0, 16)}`
}

/** Instances that would be initialised alike share a template: image, PostgreSQL, modules as they are, demo, languages. */
export function templateName(release: Release): string {
  const { image, postgres, instance, modules } = release
  const conf = effectiveConf(release)
  const print = printOf({
    image: image.digest,
    postgres: postgres.digest,
    version: instance.version,
    install: [...modules.install].sort(),
    hashes: modules.hashes,
    conf: told.map((key) => conf.get(key) ?? null),
  })
  return `${instance.version}-${print.slice(0, 16)}`
}
