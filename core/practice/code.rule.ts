import { createHash } from 'node:crypto'
import type { Commit, Module } from '../ports/git.ts'
import type { Dependencies } from '../ports/repositories.ts'

/** Code that nobody wrote: the same for the same address, whoever looks and whenever. */

export interface Pushed {
  branch: string
  number: number
  message: string
  author: string
  modules: readonly string[]
  at: number
}

const authors = ['John Doe', 'Maria Rossi', 'Ines Weber']
const messages = ['Start the repository', 'Add the first modules', 'Add customer portal module']
const firstAt = Date.UTC(2025, 0, 6, 14, 32, 15)

export interface Told extends Commit {
  modules: readonly string[]
}

/** The commits of a branch, the oldest first. */
export function history(url: string, branch: string, pushed: readonly Pushed[]): Told[] {
  const base = messages.map((message, number) => ({
    message,
    author: authors[number % authors.length] ?? '',
    modules: number === 0 ? [] : modulesIn(url),
    at: firstAt + number * 86_400_000,
    // What was there before anybody pushed is the same on every branch.
    hash: hashOf(`${url}#${number}`),
  }))
  const own = [...pushed]
    .sort((one, other) => one.number - other.number)
    .map(({ number, message, author, modules, at }) => ({
      message,
      author,
      modules,
      at,
      hash: hashOf(`${url}@${branch}#${number}#${message}`),
    }))
  return [...base, ...own].map((one) => ({ ...one, authorEmail: emailOf(one.author) }))
}

/** Each module with the hash of its files at the end of these commits. */
export function modulesAt(url: string, commits: readonly Told[]): Record<string, Module> {
  const names = [...new Set(commits.flatMap(({ modules }) => modules))]
  return Object.fromEntries(
    names.map((name) => {
      const last = commits.findLast(({ modules }) => modules.includes(name))
      const depends = name.endsWith('_base') ? ['base'] : modulesIn(url).filter((one) => one.endsWith('_base'))
      return [name, { hash: hashOf(`${url}/${name}#${last?.hash ?? ''}`), depends }]
    }),
  )
}

export function filesOf(commit: Told): string[] {
  return commit.modules.flatMap((name) => [`${name}/__manifest__.py`, `${name}/models/${name}.py`])
}

/** The modules that a repository begins with, by its name. */
function modulesIn(url: string): string[] {
  const name = nameIn(url).replaceAll('-', '_')
  return /^(?:platform|org)_/.test(name) ? [name] : [`${name}_base`, `${name}_portal`, 'sale']
}

export function nameIn(url: string): string {
  return (url.split(/[/:]/).at(-1) ?? url).replace(/\.git$/, '')
}

/** What the seed's example lists. */
export function dependenciesOf(url: string): Dependencies {
  const name = nameIn(url)
  if (name === 'platform-integrations') {
    return { apt: ['libldap2-dev', 'libsasl2-dev'], pip: ['python-ldap==3.4.3', 'requests-oauthlib==1.3.1'] }
  }
  if (/^(?:platform|org)-/.test(name)) return { apt: [], pip: [] }
  return { apt: ['postgresql-client'], pip: ['stripe==5.4.0'] }
}

export function hashOf(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}

function emailOf(author: string): string {
  return `${author.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@example.com`
}
