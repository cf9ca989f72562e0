import { Fault } from '../../core/error.ts'
import type { Files, Owner } from '../../core/ports/files.ts'
import type { Ran, View } from '../../core/ports/host.ts'
import { Secret } from '../../core/secret.ts'
import { absent, fileScripts, needsRoot, notWhole } from './files.scripts.ts'
import type { ExecOptions, Line } from './line.ts'

const withinMs = 60_000
/** What is read is a configuration and no database. */
const mostBytes = 1024 * 1024

/** Runs a command there with all rights over what lies in the base folder: in a container, where we are not root. */
export type AsRoot = (command: readonly string[]) => Promise<{ code: number; output: string }>

export function filesOver(line: Line, base: string, asRoot: AsRoot, view: View): Files {
  const server = line.address.host
  const options: ExecOptions = { deadlineMs: withinMs, signal: view.signal }

  async function own(name: keyof typeof fileScripts, words: readonly string[], input?: string | Secret): Promise<Ran> {
    const ran = await line.exec(['sh', '-c', fileScripts[name], 'sh', ...words], {
      ...options,
      ...(input === undefined ? {} : { input }),
    })
    view.pulse()
    return ran
  }

  /** As ourselves, and where our rights end in a container of all rights: the same words, done by the same text. */
  async function either(
    name: keyof typeof fileScripts,
    words: readonly string[],
    what: string,
  ): Promise<string | null> {
    const ran = await own(name, words)
    if (ran.code === 0) return ran.output
    if (ran.code === absent) return null
    if (ran.code !== needsRoot) throw failed(server, what, ran.errors || ran.output)
    const rooted = await asRoot(['sh', '-c', fileScripts[name], 'sh', ...words])
    view.pulse()
    if (rooted.code === 0) return rooted.output
    if (rooted.code === absent) return null
    throw failed(server, what, rooted.output)
  }

  return {
    async print(path) {
      const output = await either('print', [path], `Reading ${path}`)
      return output === null ? null : output.slice(0, 64)
    },
    async read(path) {
      const output = await either('read', [path, String(mostBytes)], `Reading ${path}`)
      if (output !== null && Buffer.byteLength(output) >= mostBytes) throw new Fault('too_large', { limit: '1 MB' })
      return output
    },
    async list(path) {
      const output = await either('list', [path], `Listing ${path}`)
      return (output ?? '').split('\0').filter((name) => name !== '')
    },
    async makeFolder(path, owner) {
      const whose = owner ? [String(owner.uid), String(owner.gid)] : ['', '']
      await either('makeFolder', [path, ...whose], `Making ${path}`)
    },
    async rename(from, to) {
      return (await either('rename', [from, to], `Renaming ${from}`)) !== null
    },
    async remove(...paths) {
      for (const path of paths) refuseOutside(base, path)
      if (paths.length > 0) await either('remove', paths, `Removing ${paths.join(', ')}`)
    },
    async write(path, content, owner) {
      const text = content instanceof Secret ? content.reveal() : content
      const length = String(Buffer.byteLength(text))
      const mode = modeOf(content, owner)
      const ownerText = owner ? `${owner.uid}:${owner.gid}` : ''
      const ran = await own('write', [path, base, length, mode, ownerText], content)
      if (ran.code === 0) return
      if (ran.code === notWhole) throw new Fault('connection_reset', { server }, { transient: true })
      if (ran.code !== needsRoot) throw failed(server, `Writing ${path}`, ran.errors)
      const put = await asRoot(['sh', '-c', fileScripts.put, 'sh', ran.output, path, mode, ownerText])
      if (put.code !== 0) throw failed(server, `Writing ${path}`, put.output)
    },
  }
}

/** A secret is for its owner alone, or for its group too where somebody of that group is to read it. */
function modeOf(content: string | Secret, owner: Owner | undefined): string {
  if (!(content instanceof Secret)) return '0644'
  return owner ? '0640' : '0600'
}

/** What is removed is ours: nothing outside of the base folder, and not the folder itself. */
function refuseOutside(base: string, path: string): void {
  if (
    !path.startsWith(`${base}/`) ||
    path.split('/').some((part, at) => at > 0 && (part === '' || part === '..' || part === '.'))
  ) {
    throw new Error(`${path} is not removed: it is not below ${base}`)
  }
}

function failed(server: string, what: string, said: string): Fault {
  const why = said.trim().split('\n').at(-1) ?? ''
  if (/no space left/i.test(why)) return new Fault('disk_full', { server })
  return new Fault('container_failed', { what, code: 'an error', why: why || 'it did not say why' })
}
