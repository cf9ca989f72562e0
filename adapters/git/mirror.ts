import { createHash } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '../../core/error.ts'
import type { RepositoryLogin } from '../../core/ports/equipment.ts'
import { fetchable } from './address.ts'
import { type GitRan, gitHome, runGit } from './run.ts'
import { gitFault, saysNoSuchRef } from './said.ts'

const localMs = 60_000
const fetchMs = 60_000
/** The first time everything comes, except what files hold. */
const firstMs = 600_000

/** The mirror of one repository: commits and folders of it, and of its files only what was asked for. */
export class Mirror {
  readonly #folder: string
  readonly #signal: AbortSignal
  readonly #url: string
  readonly #place: string
  readonly #seen = new Map<string, number>()
  #made: Promise<void> | null = null
  /** One fetch at a time. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(folder: string, url: string, signal: AbortSignal) {
    this.#folder = folder
    this.#signal = signal
    this.#url = fetchable(url)
    this.#place = join(folder, createHash('sha256').update(this.#url).digest('hex').slice(0, 32))
  }

  get url(): string {
    return this.#url
  }

  /** The commit that a branch or tag has there now; null where it is not there. */
  async head(remote: string, logins: readonly RepositoryLogin[]): Promise<string | null> {
    const local = `refs/pilothouse/${createHash('sha256').update(remote).digest('hex').slice(0, 32)}`
    const asked = performance.now()
    const there = await this.#inTurn(async () => {
      // Only a fetch that began after somebody asked has what was pushed before.
      if ((this.#seen.get(remote) ?? Number.NEGATIVE_INFINITY) >= asked) return true
      const began = performance.now()
      const fetched = await this.#fetch([`+${remote}:${local}`], logins)
      if (fetched) this.#seen.set(remote, began)
      else this.#seen.delete(remote)
      return fetched
    })
    return there ? this.#commitAt(`${local}^{commit}`) : null
  }

  /** Whether this commit is here, or can be had. */
  async has(hash: string, logins: readonly RepositoryLogin[]): Promise<boolean> {
    await this.#ready()
    if ((await this.#commitAt(`${hash}^{commit}`)) !== null) return true
    const keep = `+${hash}:refs/pilothouse/commit-${hash}`
    try {
      return await this.#inTurn(() => this.#fetch([keep], logins))
    } catch (error) {
      if (error instanceof Fault && ['commit_vanished', 'git_failed'].includes(error.code)) return false
      throw error
    }
  }

  /** All branches and tags, for whoever has the beginning of a hash only. */
  async beginning(hash: string, logins: readonly RepositoryLogin[]): Promise<string | null> {
    await this.#ready()
    const among = async () => {
      const { output } = await this.local(['rev-parse', `--disambiguate=${hash}`])
      const found: string[] = []
      for (const one of output.toString('utf8').split('\n').filter(Boolean).slice(0, 20)) {
        const type = await this.local(['cat-file', '-t', one])
        if (type.output.toString('utf8').trim() === 'commit') found.push(one)
      }
      return found
    }
    const here = await among()
    if (here.length === 0) await this.#inTurn(() => this.#fetch(['+refs/heads/*:refs/pilothouse/heads/*'], logins))
    const [one, other] = here.length === 0 ? await among() : here
    return other === undefined ? (one ?? null) : null
  }

  /** A command that needs no host. */
  async local(command: readonly string[]): Promise<GitRan> {
    await this.#ready()
    return this.#run(command, null, localMs)
  }

  /** What these files hold, in one go; git alone would fetch them one by one. */
  async contents(hashes: readonly string[], logins: readonly RepositoryLogin[]): Promise<string[]> {
    if (hashes.length === 0) return []
    await this.#ready()
    const wanted = `${[...new Set(hashes)].join('\n')}\n`
    await this.#inTurn(async () => {
      const more = ['--filter=blob:none', '--no-write-fetch-head', '--stdin']
      // A host that gives no single files gave all of them before.
      await this.#run([...fetching, ...more, 'origin'], logins, fetchMs, wanted)
    })
    const ran = await this.#run(['cat-file', '--batch'], logins, fetchMs, `${hashes.join('\n')}\n`)
    if (ran.code !== 0) throw gitFault(ran.errors, { url: this.#url, place: 'the machine of the bot' })
    return batch(ran.output, hashes.length)
  }

  async #commitAt(name: string): Promise<string | null> {
    const { code, output } = await this.local(['rev-parse', '--verify', '--quiet', name])
    return code === 0 ? output.toString('utf8').trim() : null
  }

  async #fetch(refspecs: readonly string[], logins: readonly RepositoryLogin[], again = false): Promise<boolean> {
    await this.#ready()
    const first = this.#seen.size === 0 && (await this.local(['for-each-ref', '--count=1'])).output.length === 0
    const command = [...fetching, '--filter=blob:none', '--no-write-fetch-head', 'origin', '--', ...refspecs]
    const ran = await this.#run(command, logins, first ? firstMs : fetchMs)
    if (ran.code === 0) return true
    if (saysNoSuchRef(ran.errors) && !/remote ref [0-9a-f]{40}/.test(ran.errors)) return false
    if (!again && /is corrupt|bad object|not a git repository|index file smaller|unable to read/i.test(ran.errors)) {
      await rm(this.#place, { recursive: true, force: true })
      this.#made = null
      return this.#fetch(refspecs, logins, true)
    }
    throw gitFault(ran.errors, { url: this.#url, place: 'the machine of the bot' })
  }

  #ready(): Promise<void> {
    const made = this.#made ?? this.#make()
    this.#made = made
    made.catch(() => {
      this.#made = null
    })
    return made
  }

  /** Safe to do again over one that was left half made. */
  async #make(): Promise<void> {
    await mkdir(this.#place, { recursive: true, mode: 0o700 })
    const steps = [
      ['init', '--quiet', '--bare', '--template='],
      ['config', 'remote.origin.url', this.#url],
    ]
    for (const step of steps) {
      const ran = await this.#run(step, null, localMs)
      if (ran.code !== 0) throw gitFault(ran.errors, { url: this.#url, place: 'the machine of the bot' })
    }
  }

  async #run(
    command: readonly string[],
    online: readonly RepositoryLogin[] | null,
    deadlineMs: number,
    input?: string,
  ): Promise<GitRan> {
    const logins = online ?? []
    const home = await gitHome(this.#folder, logins.length)
    const given = input === undefined ? {} : { input }
    const [mirror, signal, offline] = [this.#place, this.#signal, online === null]
    return runGit({ mirror, command, logins, home, offline, deadlineMs, signal, ...given })
  }

  #inTurn<Value>(act: () => Promise<Value>): Promise<Value> {
    const next = this.#turn.then(act, act)
    this.#turn = next.catch(() => undefined)
    return next
  }
}

const fetching = ['fetch', '--quiet', '--no-tags', '--no-auto-maintenance', '--recurse-submodules=no', '--refmap=']

/** `<hash> blob <size>`, a line end, what it holds, a line end. */
function batch(bytes: Buffer, count: number): string[] {
  const texts: string[] = []
  let at = 0
  while (texts.length < count && at < bytes.length) {
    const end = bytes.indexOf(0x0a, at)
    const size = /^[0-9a-f]+ \w+ (\d+)$/.exec(bytes.subarray(at, end).toString('latin1'))?.[1]
    at = end + 1
    texts.push(size === undefined ? '' : bytes.subarray(at, at + Number(size)).toString('utf8'))
    at += size === undefined ? 0 : Number(size) + 1
  }
  return texts
}
