import { spanText } from '../form/span.rule.ts'
import type { Outlook } from '../operation/plan.ts'
import type { Pinned } from './pin.ts'
import { answerLimits } from './ports.rule.ts'
import type { Release, Source, Way } from './release.ts'
import { shortageLine } from './room.rule.ts'

/** At most so many commits stand in a plan; the number of all is said beside. */
const mostCommits = 10
const mostPatterns = 5

export function outlookOf({ release, commits, files }: Pinned, expectedMs: number | null): Outlook {
  return {
    from: release.before && codeWords(release.before.commit, release.before.image.reference),
    to: codeWords(release.git.hash, release.image.reference),
    commits: commits.slice(0, mostCommits).map(({ hash, message, author }) => ({ hash, message, author })),
    files: files.length,
    modules: [...release.modules.update, ...release.modules.skipped.map((name) => `${name} (skipped)`)],
    database: release.restores === null ? databases[release.way] : 'restored',
    interruption: interruption(release),
    wayBack: wayBack(release),
    expectedMs,
  }
}

const databases: Record<Way, Outlook['database']> = {
  first: 'created',
  beside: 'untouched',
  instead: 'untouched',
  update: 'updated',
}

const interruptions: Record<Way, string> = {
  first: 'none: nothing serves yet',
  beside: 'none',
  instead: 'a maintenance page while the new one starts, some seconds',
  update: 'a maintenance page while modules are updated, a minute or two',
}

/** That of its database too: whoever comes meanwhile waits in the pool, and who is in the middle of something is cut. */
function interruption(release: Release): string {
  const own = interruptions[release.way]
  const what = restarts(release).map((one) => one.what)
  if (what.length === 0) return own
  const database = `requests wait or fail for some seconds while ${what.join(' and ')} ${what.length === 1 ? 'restarts' : 'restart'}`
  return own === 'none' ? database : `${database}; then ${own}`
}

function restarts({ database }: Release) {
  return database?.restarts ?? []
}

/** What is done by itself, and what people do. */
function wayBack({ before, way }: Release): string {
  if (before === null) return 'none yet: it is the first'
  if (way === 'update')
    return `the dump from just before, as long as no traffic was let in; later \`instance rollback\` to ${before.commit.slice(0, 7)}`
  return `\`instance rollback\`: the code of ${before.commit.slice(0, 7)} on the same database`
}

function codeWords(commit: string, image: string): string {
  return `${commit.slice(0, 7)} on ${image}`
}

/** What each line says stands in the approval. */
export function linesOf({ release, commits, files, why, shortage }: Pinned): string[] {
  const { instance, server, git, before, modules } = release
  const practice = server.practice ? [`${server.name} is a practice server: nothing real is touched`] : []
  const code = before
    ? `${before.commit.slice(0, 7)} → ${git.hash.slice(0, 7)} (${git.branch}), ${commits.length} ${plural(commits.length, 'commit')}, ${files.length} ${plural(files.length, 'file')}`
    : `First deploy of ${git.hash.slice(0, 7)} (${git.branch}): ${git.message}, by ${git.author}`
  return [
    ...practice,
    code,
    `Image ${release.image.reference}, ${release.image.digest.slice(0, 19)}`,
    ...(before ? [why] : []),
    databaseLine(release),
    ...(shortage ? [shortageLine(shortage)] : []),
    ...release.sources.flatMap(pointerLine),
    ...goneLine(release),
    ...(modules.skipped.length > 0 ? [`Not updated: ${modules.skipped.join(', ')}`] : []),
    ...leftLine(release),
    ...restarts(release).map(({ what, why }) => `${what} restarts, because ${why}`),
    `Interruption: ${interruption(release)}`,
    `Way back: ${wayBack(release)}`,
    instance.domain ? `Domain ${instance.domain}` : 'No domain: nobody is led there yet',
  ]
}

function leftLine({ database, instance }: Release): string[] {
  if (!database?.left) return []
  const { image, major } = database.left
  return [
    `PostgreSQL stays ${major}: ${image}, which is set, does not begin on its data. For that one make a new instance, and bring a dump of ${instance.path} there`,
  ]
}

/** Said before anybody says yes, and once more where it is cloned. */
export function pointerLine({ name, pointers = [] }: Source): string[] {
  if (pointers.length === 0) return []
  const some = pointers.length > mostPatterns ? `${pointers.slice(0, mostPatterns).join(', ')}, …` : pointers.join(', ')
  return [`${name} keeps files in Git LFS, which I do not fetch: of ${some} only the pointers are deployed`]
}

/** Odoo says it in its log alone, and serves all the same. */
export function goneLine({ modules: { gone = [] } }: Pick<Release, 'modules'>): string[] {
  if (gone.length === 0) return []
  const [is, them] = gone.length === 1 ? ['is', 'it'] : ['are', 'them']
  return [`${gone.join(', ')} ${is} installed and not installable from this code: Odoo runs on without ${them}`]
}

function databaseLine({ way, modules, restores, before }: Release): string {
  if (restores !== null)
    return `The database is put back as it was before ${before?.commit.slice(0, 7) ?? 'the update'}: what was entered since is lost`
  if (way === 'first') return `A database is created, with ${modules.install.join(', ')}`
  if (way === 'beside' || way === 'instead') return 'The database is not touched'
  return `The database is updated: ${modules.update.join(', ')}`
}

function plural(count: number, word: string): string {
  return count === 1 ? word : `${word}s`
}

type Setting = string | number | boolean | null

/** What is set otherwise than in what runs, in the words of the settings. */
export function settingChanges(before: Release, after: Release): string[] {
  const pairs: [string, Setting, Setting][] = [
    ['cores', before.size.cpu, after.size.cpu],
    ['memory in MB', before.size.memoryMb, after.size.memoryMb],
    ['workers', before.settings.workers, after.settings.workers],
    ['cron threads', before.settings.maxCronThreads, after.settings.maxCronThreads],
    ['answers within', within(before), within(after)],
    ['OCA queue', before.settings.ocaQueue, after.settings.ocaQueue],
    ['domain', before.instance.domain, after.instance.domain],
    [
      'image',
      `${before.image.reference} ${before.image.digest.slice(7, 19)}`,
      `${after.image.reference} ${after.image.digest.slice(7, 19)}`,
    ],
    ['branch', before.git.branch, after.git.branch],
  ]
  const changed = pairs
    .filter(([, one, other]) => one !== other)
    .map(([name, one, other]) => `${name}: ${shown(one)} → ${shown(other)}`)
  const conf = before.settings.odooConf === after.settings.odooConf ? [] : ['odoo.conf: lines of its own changed']
  const variables = changedVariables(before, after).map((name) => `variable ${name}`)
  return [...changed, ...conf, ...variables]
}

function within(release: Release): string {
  return spanText(answerLimits(release).aliveMs)
}

function changedVariables(before: Release, after: Release): string[] {
  const of = (release: Release) =>
    new Map(release.variables.map(({ name, value, sealed }) => [name, value ?? sealed?.value ?? '']))
  const [one, other] = [of(before), of(after)]
  return [...new Set([...one.keys(), ...other.keys()])].filter((name) => one.get(name) !== other.get(name))
}

function shown(value: Setting): string {
  return value === null ? 'by its size' : String(value)
}
