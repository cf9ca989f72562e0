import type { Labels } from '../ports/containers.ts'
import { labelNames, partLabel, printLabel, spareLabel } from '../ports/labels.ts'
import type { Release, Source } from './release.ts'

/** As whom Odoo runs in its official images: another user up to 17. */
export function odooOwner({ instance }: { instance: Pick<Release['instance'], 'version'> }) {
  return { uid: Number.parseInt(instance.version, 10) <= 17 ? 101 : 100, gid: 101 }
}

/** PostgreSQL and PgBouncer in theirs. */
export const postgresOwner = { uid: 999, gid: 999 }
export const bouncerOwner = { uid: 70, gid: 70 }

/** Whose the databases are inside; Odoo refuses the superuser's name. */
export const databaseRole = 'odoo'

export const sharedLabels = { [partLabel]: 'proxy' }

export interface Named {
  id: string
  instance: Pick<Release['instance'], 'id'>
  server: Pick<Release['server'], 'prefix' | 'base'>
}

export const servingWord = 'word'
/** Said where code and database are there for a long time before the word is: Odoo may read them meanwhile. */
export const codeWord = 'code-is-there'
/** Beside Odoo that waits for a release to come: what its database has installed. */
export const modulesFile = 'modules'

/** What everything of an instance is called on its server. */
export function namesOf(release: Named) {
  const { id } = release.instance
  const { prefix, base } = release.server
  const folder = `${base}/${id}`
  // A release has its configuration to itself, so that the one that runs is not changed under its feet.
  const own = `${folder}/releases/${release.id}`
  return {
    network: `${prefix}_net_${id}`,
    volume: `${prefix}_pgdata_${id}`,
    database: databaseName(id),
    bouncer: bouncerName(id),
    odoo: odooName(id, release.id),
    odooAlias: `${id}_odoo`,
    once: `${id}_once_${release.id}`,
    spare: spareName(id),
    databaseName: id,
    folder,
    releases: `${folder}/releases`,
    own,
    conf: `${own}/odoo.conf`,
    // By what Odoo's containers start, and the word that the one which serves waits for.
    start: `${own}/start.sh`,
    reader: `${own}/start.py`,
    word: `${own}/${servingWord}`,
    codeWord: `${own}/${codeWord}`,
    // Each commit of each source has a folder of its own: releases share what they have in common.
    code: `${folder}/code`,
    data: `${folder}/data`,
    logs: `${folder}/logs`,
    // PostgreSQL writes these itself: the folder is its own.
    dumps: `${folder}/dumps`,
    dump: `${folder}/dumps/${release.id}.dump`,
    pristine: `${folder}/dumps/template.dump`,
    // What is mounted into the containers of the database, the superuser's password and the pool's configuration.
    superuser: `${folder}/postgres`,
    pool: `${folder}/pgbouncer`,
    // As long as this container or that file is there, the copy of a cluster is not whole.
    copy: `${id}_copy`,
    copying: `${folder}/copying`,
    stock: `${id}_stock`,
    majors: `${id}_majors`,
  }
}

export function odooName(instanceId: string, releaseId: string): string {
  return `${instanceId}_odoo_${releaseId}`
}

/** The release that a container of Odoo is named after; null where it is another one's. */
export function releaseNamed(name: string, labels: Labels): string | null {
  const before = odooName(labels[labelNames.instance] ?? '', '')
  return name.startsWith(before) ? name.slice(before.length) : null
}

/** One that nobody has taken up yet. */
export function waits({ name, labels }: { name: string; labels: Labels }): boolean {
  return labels[spareLabel] !== undefined && name === spareName(labels[labelNames.instance] ?? '')
}

/** Odoo that waits for the next release. */
function spareName(instanceId: string): string {
  return `${instanceId}_spare`
}

/** The container of its PostgreSQL. */
export function databaseName(instanceId: string): string {
  return `${instanceId}_db`
}

/** The one of its pool. */
export function bouncerName(instanceId: string): string {
  return `${instanceId}_pgbouncer`
}

export function folderOf(release: Named, source: Pick<Source, 'name' | 'commit'>): string {
  return `${namesOf(release).code}/${codeOf(source)}`
}

/** Where the code of a source lies below the code of its instance. */
export function codeOf({ name, commit }: Pick<Source, 'name' | 'commit'>): string {
  return `${name}/${commit.hash}`
}

/** Where Odoo sees the code of its instance. */
export const addonsMount = '/mnt/extra-addons'

export function mountOf(source: Pick<Source, 'name' | 'commit'>): string {
  return `${addonsMount}/${codeOf(source)}`
}

/** Everything that we make says for which instance, of which release and by which job. */
export function labelsOf(release: Release, jobId: string, print?: string): Labels {
  return {
    [labelNames.instance]: release.instance.id,
    [labelNames.release]: release.id,
    [labelNames.job]: jobId,
    ...(print === undefined ? {} : { [printLabel]: print }),
  }
}

export function madeBy(labels: Labels, jobId: string): boolean {
  return labels[labelNames.job] === jobId
}
