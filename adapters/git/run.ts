import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '../../core/error.ts'
import type { RepositoryLogin } from '../../core/ports/equipment.ts'
import { Secret } from '../../core/secret.ts'
import { gitConfig, gitVariables, loginVariables } from './config.ts'

export interface GitRun {
  /** The mirror that it works in. */
  mirror: string
  command: readonly string[]
  logins: readonly RepositoryLogin[]
  /** A folder with nothing but our configuration. */
  home: string
  /** What is missing is not fetched on the quiet. */
  offline: boolean
  deadlineMs: number
  signal: AbortSignal
  input?: string
}

export interface GitRan {
  code: number
  output: Buffer
  errors: string
}

const mostOutput = 256 * 1024 * 1024

/** The git of this machine, without a shell, in a group of its own: what it starts ends with it. */
export async function runGit({
  mirror,
  command,
  logins,
  home,
  offline,
  deadlineMs,
  signal,
  input,
}: GitRun): Promise<GitRan> {
  const late = AbortSignal.timeout(deadlineMs)
  const until = AbortSignal.any([signal, late])
  until.throwIfAborted()
  const child = spawn('git', ['--git-dir', mirror, ...command], {
    cwd: home,
    env: environment(home, logins, offline),
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  })
  const end = () => {
    try {
      if (child.pid) process.kill(-child.pid, 'SIGKILL')
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
    }
  }
  until.addEventListener('abort', end, { once: true })
  const output: Buffer[] = []
  const errors: Buffer[] = []
  let size = 0
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= mostOutput) output.push(chunk)
    else end()
  })
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
  // Who ended without reading all says so by its status.
  child.stdin.on('error', () => child.stdin.destroy())
  child.stdin.end(input ?? '')
  try {
    const [code] = (await once(child, 'close')) as [number | null]
    if (late.aborted) throw new Fault('timed_out', { what: '`git`', limit: `${Math.round(deadlineMs / 1000)} s` })
    if (signal.aborted) throw new Fault('cancelled', { who: 'the asker' })
    return {
      code: code ?? 255,
      output: Buffer.concat(output),
      errors: Buffer.concat(errors).toString('utf8'),
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new Fault('git_missing', { server: 'the machine of the bot' })
    throw error
  } finally {
    until.removeEventListener('abort', end)
  }
}

const homes = new Map<string, Promise<string>>()

/** A home without anything but our configuration for so many logins. Written once: a git may be reading it. */
export function gitHome(folder: string, logins: number): Promise<string> {
  const home = join(folder, 'home', String(logins))
  const made = homes.get(home) ?? written(home, logins)
  homes.set(home, made)
  made.catch(() => homes.delete(home))
  return made
}

async function written(home: string, logins: number): Promise<string> {
  await mkdir(home, { recursive: true, mode: 0o700 })
  await writeFile(join(home, '.gitconfig'), gitConfig(logins), { mode: 0o600 })
  return home
}

/** Of this process only how the world is reached. */
const passedOn = [
  'PATH',
  'HTTPS_PROXY',
  'https_proxy',
  'HTTP_PROXY',
  'http_proxy',
  'NO_PROXY',
  'no_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'GIT_SSL_CAINFO',
]

function environment(home: string, logins: readonly RepositoryLogin[], offline: boolean): Record<string, string> {
  const ours = passedOn.flatMap((name): [string, string][] => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value]]
  })
  const secrets = loginVariables(logins).map(([name, value]): [string, string] => [
    name,
    value instanceof Secret ? value.reveal() : value,
  ])
  const allowed = offline ? { GIT_ALLOW_PROTOCOL: 'none' } : {}
  return {
    ...Object.fromEntries([...ours, ...secrets]),
    ...gitVariables,
    ...allowed,
    HOME: home,
    XDG_CONFIG_HOME: home,
  }
}
