import type { Outlook } from '../operation/plan.ts'
import type { Pinned } from './pin.ts'
import type { Release, Way } from './release.ts'

/** At most so many commits stand in a plan; the number of all is said beside. */
const mostCommits = 10

export function outlookOf({ release, commits, files }: Pinned, expectedMs: number | null): Outlook {
  return {
    from: release.before && codeWords(release.before.commit, release.before.image.reference),
    to: codeWords(release.git.hash, release.image.reference),
    commits: commits.slice(0, mostCommits).map(({ hash, message, author }) => ({ hash, message, author })),
    files: files.length,
    modules: [...release.modules.update, ...release.modules.skipped.map((name) => `${name} (skipped)`)],
    database: { first: 'created', beside: 'untouched', update: 'updated' }[release.way] as Outlook['database'],
    interruption: interruptions[release.way],
    wayBack: wayBack(release),
    expectedMs,
  }
}

const interruptions: Record<Way, string> = {
  first: 'none: nothing serves yet',
  beside: 'none',
  update: 'a maintenance page while modules are updated, a minute or two',
}

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
export function linesOf({ release, commits, files }: Pinned): string[] {
  const { instance, server, git, before, modules } = release
  const practice = server.practice ? [`${server.name} is a practice server: nothing real is touched`] : []
  const code = before
    ? `${before.commit.slice(0, 7)} → ${git.hash.slice(0, 7)} (${git.branch}), ${commits.length} ${plural(commits.length, 'commit')}, ${files.length} ${plural(files.length, 'file')}`
    : `First deploy of ${git.hash.slice(0, 7)} (${git.branch}): ${git.message}, by ${git.author}`
  return [
    ...practice,
    code,
    `Image ${release.image.reference}, ${release.image.digest.slice(0, 19)}`,
    databaseLine(release),
    ...(modules.skipped.length > 0 ? [`Not updated: ${modules.skipped.join(', ')}`] : []),
    `Interruption: ${interruptions[release.way]}`,
    `Way back: ${wayBack(release)}`,
    instance.domain ? `Domain ${instance.domain}` : 'No domain: nobody is led there yet',
  ]
}

function databaseLine({ way, modules }: Release): string {
  if (way === 'first') return `A database is created, with ${modules.install.join(', ')}`
  if (way === 'beside') return 'The database is not touched'
  return `The database is updated: ${modules.update.join(', ')}`
}

function plural(count: number, word: string): string {
  return count === 1 ? word : `${word}s`
}
