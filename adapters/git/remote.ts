import { createHash } from 'node:crypto'
import { Fault } from '../../core/error.ts'
import type { Equipment } from '../../core/ports/equipment.ts'
import type { LongRun, Ran, View } from '../../core/ports/host.ts'
import type { Checkout, Repositories } from '../../core/ports/repositories.ts'
import { Secret } from '../../core/secret.ts'
import { follow } from '../ssh/follow.ts'
import type { Line } from '../ssh/line.ts'
import { fetchable } from './address.ts'
import { gitConfig, gitVariables, loginVariables } from './config.ts'
import { dependenciesIn, dependencyFiles, filesIn, namedIn } from './dependencies.ts'
import { isWhole, wantedOf } from './ref.ts'
import { checkedOutScript, checkOutScript, dependenciesScript, pruneScript } from './remote-script.ts'
import { gitFault } from './said.ts'

const checkOutMs = 580_000
const lookMs = 60_000
const pruneMs = 300_000
/** The end of what git said is what matters. */
const deepest = 5
const mostSaid = 64 * 1024

/** Code on a server: a bare mirror for each repository, and a folder for each commit that is wanted. */
export function repositoriesOver(line: Line, equipment: Equipment, view: View): Repositories {
  const { base } = equipment.place
  const server = line.address.host
  // The named boundary to the server: a fixed text, and all that differs as arguments of it.
  const script = (text: string, ...given: string[]) => ['sh', '-c', text, 'sh', ...given]

  async function look(text: string, ...given: string[]): Promise<Ran> {
    return line.exec(script(text, ...given), { deadlineMs: lookMs, signal: view.signal })
  }

  return {
    async checkOut(checkout, progress) {
      const { url, commit, folder } = checkout
      if (!isWhole(commit)) throw new Fault('commit_vanished', { repository: url, commit })
      const address = fetchable(url)
      let said = ''
      const far = tenths(progress)
      const run: LongRun = {
        id: `check-out-${line.errand?.jobId ?? 'look'}-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`,
        looksItself: true,
        command: script(checkOutScript, base, address, commit, branchOf(checkout), folder),
        deadlineMs: checkOutMs,
        input: inputFor(equipment),
        told(text) {
          if (text.startsWith('% ')) far(text.slice(2))
          else said = `${said}${text}\n`.slice(-mostSaid)
        },
      }
      const { code } = await follow(line, base, run, view)
      if (code !== 0) throw wrong(code, said, { url: address, commit, server })
    },
    async checkedOut(folder) {
      const { output } = await look(checkedOutScript, folder)
      return isWhole(output.trim()) ? output.trim() : null
    },
    async prune() {
      const { code, output, errors } = await line.exec(script(pruneScript, base), {
        deadlineMs: pruneMs,
        signal: view.signal,
        long: true,
        output: view.pulse,
      })
      if (code !== 0) throw new Fault('git_failed', { repository: `${base}/repositories`, why: `${errors}${output}` })
    },
    async dependencies(folder) {
      const read = async (where: 'within' | 'here', names: readonly string[]) =>
        filesIn((await look(dependenciesScript, folder, where, ...names)).output)
      const files = await read('within', dependencyFiles)
      // Each names the next at most so often; what is not there is not asked for again.
      for (let depth = 0, asked = namedIn(files); asked.length > 0 && depth < deepest; depth += 1) {
        const known = new Set(asked)
        for (const [name, text] of await read('here', asked)) files.set(name, text)
        asked = namedIn(files).filter((name) => !known.has(name))
      }
      return dependenciesIn(files)
    },
  }
}

/** A branch that git would not take as a name is asked for by nobody. */
function branchOf({ branch }: Checkout): string {
  const wanted = wantedOf({ branch })
  return wanted?.kind === 'branch' ? wanted.name : ''
}

/** Of what comes for so long that git tells its size, each tenth of the way. */
function tenths(progress: (line: string) => void): (line: string) => void {
  let last = -1
  return (line) => {
    const percent = /^Receiving objects: +(\d+)% .*iB/.exec(line)?.[1]
    const tenth = Math.floor(Number(percent) / 10)
    if (percent === undefined || tenth === last) return
    last = tenth
    progress(line)
  }
}

/** A value cannot begin a line of its own: a login is made of one. */
function inputFor({ repositories }: Equipment): Secret {
  const plain = Object.entries(gitVariables)
  const logins = loginVariables(repositories).map(([name, value]) => [
    name,
    (value instanceof Secret ? value.reveal() : value).replaceAll(/[\r\n\0]/g, ''),
  ])
  const variables = [...plain, ...logins].map(([name, value]) => `${name}=${value}`)
  return new Secret(`${variables.join('\n')}\n\n${gitConfig(repositories.length)}`)
}

function wrong(code: number, said: string, { url, commit, server }: { url: string; commit: string; server: string }) {
  // The one that it was at: it may be a repository within the repository.
  const last = said.split(/[\r\n]+/).findLast((line) => line.startsWith('@ '))
  const [, at = url, of = commit] = last?.split(' ') ?? []
  if (code === 90) return new Fault('git_missing', { server })
  if (code === 96) return new Fault('disk_full', { server })
  if (code === 95) return new Fault('commit_vanished', { repository: at, commit: of.slice(0, 12) })
  if (code === 143)
    return new Fault('git_failed', { repository: at, why: 'it was ended on the server' }, { transient: true })
  return gitFault(said, { url: at, commit: of, place: server })
}
