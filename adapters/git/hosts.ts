import { join, posix } from 'node:path'
import { Fault } from '../../core/error.ts'
import type { RepositoryLogin } from '../../core/ports/equipment.ts'
import type { Commit, Contents, Difference, Git, GitHosts, Module, Ref } from '../../core/ports/git.ts'
import { fetchable } from './address.ts'
import { commitFormat, commitsIn } from './commit.ts'
import { dependencyFiles } from './dependencies.ts'
import { type Manifest, manifestOf } from './manifest.ts'
import { Mirror } from './mirror.ts'
import { pointersIn } from './pointers.ts'
import { isWhole, wantedOf } from './ref.ts'
import { submodulesIn } from './submodules.ts'
import { type Entry, entriesOf, moduleFolders } from './tree.ts'

const mostCommits = 5000
const mostKept = 200
const deepestSubmodule = 5

type Modules = Contents['modules']

/** Hosts of repositories by mirrors in our own folder: what a plan wants to know is mostly here already. */
export function gitMirrors(dataFolder: string): GitHosts {
  const folder = join(dataFolder, 'git')
  const ending = new AbortController()
  const mirrors = new Map<string, Mirror>()
  const manifests = new Map<string, Manifest>()
  const pointed = new Map<string, readonly string[]>()
  const known = new Map<string, Contents>()

  const mirrorOf = (url: string) => {
    const address = fetchable(url)
    const mirror = mirrors.get(address) ?? new Mirror(folder, address, ending.signal)
    mirrors.set(address, mirror)
    return mirror
  }

  function as(logins: readonly RepositoryLogin[]): Git {
    async function find(url: string, ref: Ref): Promise<Commit | null> {
      const mirror = mirrorOf(url)
      const wanted = wantedOf(ref)
      if (wanted === null) return null
      const hash =
        wanted.kind === 'commit' ? await commitNamed(mirror, wanted.hash) : await mirror.head(wanted.remote, logins)
      return hash === null ? null : ((await logOf(mirror, ['-1', hash]))[0] ?? null)
    }

    async function commitNamed(mirror: Mirror, hash: string): Promise<string | null> {
      if (!isWhole(hash)) return mirror.beginning(hash, logins)
      return (await mirror.has(hash, logins)) ? hash : null
    }

    async function between(url: string, from: string, to: string): Promise<Difference> {
      const mirror = mirrorOf(url)
      if (!isWhole(from) || !isWhole(to) || !(await mirror.has(to, logins))) return { commits: [], files: [] }
      // Somebody rewrote the branch, and what runs is nowhere any more: the new one is all that can be told.
      if (!(await mirror.has(from, logins))) return { commits: await logOf(mirror, ['-1', to]), files: [] }
      const [commits, files] = await Promise.all([
        logOf(mirror, [`--max-count=${mostCommits}`, `${from}..${to}`]),
        mirror.local(['diff-tree', '-r', '-z', '--name-only', '--no-renames', from, to]),
      ])
      return { commits, files: files.output.toString('utf8').split('\0').filter(Boolean) }
    }

    async function contents(url: string, commit: string, depth = 0): Promise<Contents> {
      const mirror = mirrorOf(url)
      const key = `${mirror.url} ${commit}`
      const before = known.get(key)
      if (before) return before
      if (!isWhole(commit) || !(await mirror.has(commit, logins)))
        throw new Fault('commit_vanished', { repository: url, commit: commit.slice(0, 12) })
      const { output } = await mirror.local(['ls-tree', '-r', '-z', '--full-tree', commit])
      const entries = entriesOf(output.toString('utf8'))
      const own = await ownModules(mirror, entries)
      const below = await contentsBelow(mirror, entries, depth)
      const modules = { ...below.modules, ...own }
      const asks = below.asks || entries.some(({ kind, path }) => kind === 'blob' && dependencyFiles.includes(path))
      const told = { modules, asks, pointers: await pointersOf(mirror, entries) }
      known.set(key, told)
      const [oldest] = known.keys()
      if (known.size > mostKept && oldest !== undefined) known.delete(oldest)
      return told
    }

    async function ownModules(mirror: Mirror, entries: readonly Entry[]): Promise<Modules> {
      // What lies nearer to the root is found first by Odoo.
      const folders = moduleFolders(entries).toSorted((one, other) => depthOf(other.root) - depthOf(one.root))
      const unread = folders.map(({ manifest }) => manifest).filter((hash) => !manifests.has(hash))
      const texts = await mirror.contents(unread, logins)
      const names = new Map(folders.map(({ manifest, name }) => [manifest, name]))
      for (const [index, hash] of unread.entries())
        manifests.set(hash, manifestOf(names.get(hash) ?? '', texts[index] ?? ''))
      return Object.fromEntries(
        folders.flatMap(({ name, root, manifest, hash, translations }): [string, Module][] => {
          const said = manifests.get(manifest)
          if (!said?.installable) return []
          const { depends, version, automatic } = said
          return [
            [
              name,
              {
                hash,
                depends,
                version,
                translations,
                ...(automatic ? { automatic } : {}),
                ...(root === '' ? {} : { root }),
              },
            ],
          ]
        }),
      )
    }

    /** Repositories that this one has in it, at the commits that it names. */
    async function contentsBelow(
      mirror: Mirror,
      entries: readonly Entry[],
      depth: number,
    ): Promise<Pick<Contents, 'modules' | 'asks'>> {
      const links = entries.filter(({ kind }) => kind === 'commit')
      const file = entries.find(({ kind, path }) => kind === 'blob' && path === '.gitmodules')
      if (links.length === 0 || !file || depth >= deepestSubmodule) return { modules: {}, asks: false }
      const [text = ''] = await mirror.contents([file.hash], logins)
      const addresses = submodulesIn(text, mirror.url)
      const each = await Promise.all(
        links.map(async ({ path, hash }) => {
          const url = addresses.get(path)
          if (url === undefined) return { modules: [], asks: false }
          const { modules, asks } = await contents(url, hash, depth + 1)
          const placed = Object.entries(modules).map(([name, module]): [string, Module] => [
            name,
            { ...module, root: posix.join(path, module.root ?? '') },
          ])
          return { modules: placed, asks }
        }),
      )
      return {
        modules: Object.fromEntries(each.flatMap((one) => one.modules)),
        asks: each.some(({ asks }) => asks),
      }
    }

    /** Which files it keeps elsewhere, as it says itself. */
    async function pointersOf(mirror: Mirror, entries: readonly Entry[]): Promise<string[]> {
      const files = entries.filter(({ kind, path }) => kind === 'blob' && posix.basename(path) === '.gitattributes')
      const unread = files.map(({ hash }) => hash).filter((hash) => !pointed.has(hash))
      const texts = await mirror.contents(unread, logins)
      for (const [index, hash] of unread.entries()) pointed.set(hash, pointersIn(texts[index] ?? ''))
      return [...new Set(files.flatMap(({ hash }) => pointed.get(hash) ?? []))]
    }

    return { find, between, contents: (url, commit) => contents(url, commit) }
  }

  return {
    as,
    close() {
      ending.abort()
      return Promise.resolve()
    },
  }
}

async function logOf(mirror: Mirror, which: readonly string[]): Promise<Commit[]> {
  const { output } = await mirror.local(['log', commitFormat, ...which, '--'])
  return commitsIn(output.toString('utf8'))
}

function depthOf(root: string): number {
  return root === '' ? 0 : root.split('/').length
}
