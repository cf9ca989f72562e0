import { createHash } from 'node:crypto'

/** One line of `git ls-tree -r`. */
export interface Entry {
  kind: 'blob' | 'link' | 'commit'
  hash: string
  path: string
}

/** A folder of a repository that is a module of Odoo. */
export interface ModuleFolder {
  name: string
  /** Where it lies; empty for the root of the repository. */
  root: string
  /** The blob of its manifest. */
  manifest: string
  /** Of its files, without those of translations. */
  hash: string
  /** Language to the hash of its `.po`. */
  translations: Record<string, string>
}

/** The answer to `git ls-tree -r -z`. */
export function entriesOf(output: string): Entry[] {
  return output.split('\0').flatMap((line): Entry[] => {
    const found = /^(\d{6}) (\w+) ([0-9a-f]+)\t([\s\S]+)$/.exec(line)
    if (!found) return []
    const [, mode, type, hash = '', path = ''] = found
    if (type === 'commit') return [{ kind: 'commit', hash, path }]
    return [{ kind: mode === '120000' ? 'link' : 'blob', hash, path }]
  })
}

const manifests = ['__manifest__.py', '__openerp__.py']

/** By the hashes that git has of its files anyway: nothing is checked out for it. */
export function moduleFolders(entries: readonly Entry[]): ModuleFolder[] {
  const found = new Map<string, string>()
  for (const wanted of manifests.toReversed())
    for (const { kind, hash, path } of entries) {
      const [folder, file] = cut(path)
      if (kind === 'blob' && file === wanted && folder !== '') found.set(folder, hash)
    }
  const files = new Map<string, Entry[]>([...found.keys()].map((folder) => [folder, []]))
  for (const entry of entries) {
    // The outermost module that a file lies in has it: what looks like a module within another one is part of it.
    const parts = entry.path.split('/')
    for (let end = 1; end < parts.length; end++) {
      const within = files.get(parts.slice(0, end).join('/'))
      if (!within) continue
      within.push(entry)
      break
    }
  }
  return [...found].flatMap(([folder, manifest]) => {
    const own = files.get(folder) ?? []
    if (own.length === 0) return []
    const [root, name] = cut(folder)
    const told = own.map(({ hash, path }) => ({ hash, path: path.slice(folder.length + 1) }))
    return [{ name, root, manifest, hash: hashOf(told.filter(({ path }) => counts(path))), translations: spoken(told) }]
  })
}

interface File {
  hash: string
  path: string
}

function counts(path: string): boolean {
  return !/^(?:static|tests)\//.test(path) && !/\.(?:pyc|pot|po)$/.test(path) && !/(?:^|\/)__pycache__\//.test(path)
}

function spoken(files: readonly File[]): Record<string, string> {
  const each = files.flatMap((file) => {
    const language = /^i18n(?:_extra)?\/([\w@-]+)\.po$/.exec(file.path)?.[1]
    return language ? [{ language, file }] : []
  })
  const languages = [...new Set(each.map(({ language }) => language))].sort()
  return Object.fromEntries(
    languages.map((one) => [one, hashOf(each.filter(({ language }) => language === one).map(({ file }) => file))]),
  )
}

function hashOf(files: readonly File[]): string {
  const sum = createHash('sha1')
  for (const { path, hash } of [...files].sort((one, other) => (one.path < other.path ? -1 : 1)))
    sum.update(`${path}\0${hash}\n`)
  return sum.digest('hex')
}

function cut(path: string): [folder: string, name: string] {
  const at = path.lastIndexOf('/')
  return at < 0 ? ['', path] : [path.slice(0, at), path.slice(at + 1)]
}
