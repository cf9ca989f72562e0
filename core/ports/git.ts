import type { RepositoryLogin } from './equipment.ts'

export interface Commit {
  hash: string
  message: string
  author: string
  authorEmail: string
  /** Epoch milliseconds. */
  at: number
}

export type Ref = { branch: string } | { tag: string } | { commit: string }

export interface Module {
  /** Of its files, without tests, static files and anything of translations. */
  hash: string
  depends: readonly string[]
  /** The folder of the repository that it lies in; its root where nothing is said. */
  root?: string
  version?: string | null
  /** Odoo installs it by itself as soon as what it stands upon is there. */
  automatic?: boolean
  /** Language to a hash of its translations. */
  translations?: Readonly<Record<string, string>>
}

export interface Difference {
  /** The newest first. */
  commits: Commit[]
  files: string[]
}

/** What lies in a commit. */
export interface Contents {
  modules: Readonly<Record<string, Module>>
  /** Whether it asks for packages: by `apt.txt` or `requirements.txt`. */
  asks: boolean
  /** Which of its files lie in Git LFS, by their patterns: a deploy gets only pointers to them. */
  pointers: readonly string[]
}

/** What a host of repositories knows. */
export interface Git {
  /** Null where there is no such branch, tag or commit. */
  find(url: string, ref: Ref): Promise<Commit | null>
  /** What `to` has that `from` has not. */
  between(url: string, from: string, to: string): Promise<Difference>
  contents(url: string, commit: string): Promise<Contents>
}

/** All hosts of repositories that this process reaches. */
export interface GitHosts {
  /** As somebody who may use these logins. */
  as(logins: readonly RepositoryLogin[]): Git
  /** Ends what still runs. */
  close(): Promise<void>
}
