import type { Commit, Git, Ref } from '../ports/git.ts'
import type { Reading } from '../ports/store.ts'
import { filesOf, history, modulesAt, type Told } from './code.rule.ts'
import { Things } from './thing.ts'

/** The repositories that a practice server knows: made up, and what `practice commit` pushed. */
export function practiceGit(reading: Pick<Reading, 'practiceThing'>, serverId: string): Git {
  const things = new Things(reading, serverId)

  async function branches(url: string): Promise<Map<string, Told[]>> {
    const pushed = (await things.all('commit')).map(({ data }) => data).filter((one) => one.url === url)
    const names = new Set(['main', ...pushed.map(({ branch }) => branch)])
    return new Map(
      [...names].map((name) => [
        name,
        history(
          url,
          name,
          pushed.filter(({ branch }) => branch === name),
        ),
      ]),
    )
  }

  async function upTo(url: string, commit: string): Promise<Told[]> {
    for (const commits of (await branches(url)).values()) {
      const at = commits.findIndex(({ hash }) => hash.startsWith(commit))
      if (at >= 0) return commits.slice(0, at + 1)
    }
    return []
  }

  return {
    async find(url, ref) {
      const found = await commitOf(ref, url)
      return found ?? null
    },
    async between(url, from, to) {
      const [before, after] = await Promise.all([upTo(url, from), upTo(url, to)])
      const known = new Set(before.map(({ hash }) => hash))
      const fresh = after.filter(({ hash }) => !known.has(hash))
      return { commits: fresh.map(plain).reverse(), files: [...new Set(fresh.flatMap(filesOf))] }
    },
    contents: async (url, commit) => ({ modules: modulesAt(url, await upTo(url, commit)), asks: true, pointers: [] }),
  }

  async function commitOf(ref: Ref, url: string): Promise<Commit | undefined> {
    if ('commit' in ref) return last(await upTo(url, ref.commit))
    const known = await branches(url)
    // Every repository has a release of its beginning, and a branch for each version of Odoo.
    if ('tag' in ref) return ref.tag === 'v1.0' ? last((known.get('main') ?? []).slice(0, 2)) : undefined
    const own = known.get(ref.branch)
    return last(own ?? (/^\d+\.0$/.test(ref.branch) ? history(url, ref.branch, []) : []))
  }
}

function last(commits: readonly Told[]): Commit | undefined {
  const found = commits.at(-1)
  return found && plain(found)
}

function plain({ hash, message, author, authorEmail, at }: Told): Commit {
  return { hash, message, author, authorEmail, at }
}
