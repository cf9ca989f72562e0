import { Fault } from '../../../core/error.ts'
import type { Containers } from '../../../core/ports/containers.ts'
import { rest } from '../../remote/reason.ts'
import type { Tools } from '../tools.ts'
import { root } from './layout.ts'

const withinMs = 5000
/** Mostly it is over in a tenth of this: whoever is not there by now may have read something that is wrong. */
const doubtMs = 400
const firstRestMs = 5
const restMs = 20

/**
 * Has nginx read its files, and waits until none of the workers from before takes connections any more: each of them
 * renames itself in the moment in which it stops listening. What is wrong in the files it refuses, and goes on as before.
 */
export async function reloaded(tools: Tools, name: string): Promise<void> {
  const { containers, view } = tools
  const processes = await processesOf(containers, name)
  const before = taking(processes)
  await tell(tools, name, processes.find(({ command }) => command.startsWith('nginx: master process'))?.id)
  const began = performance.now()
  let doubted = false
  for (let waitMs = firstRestMs; ; waitMs = restMs) {
    const workers = taking(await processesOf(containers, name))
    if (workers.length > 0 && workers.every((id) => !before.includes(id))) return
    const late = performance.now() - began
    if (late > doubtMs && !doubted) {
      doubted = true
      await refuseWrong(containers, name)
    }
    if (late > withinMs) throw await stale(tools, name)
    await rest(waitMs, view.signal)
  }
}

const signalled = `[ "$(cat "/proc/$1/comm" 2>/dev/null)" = nginx ] && kill -HUP "$1"`

/**
 * Not by the engine: a container that it sends a signal itself is one that it does not start again after a reboot. From
 * the server where we are root there, which is quicker; otherwise from inside.
 */
async function tell(tools: Tools, name: string, master: string | undefined): Promise<void> {
  if (master !== undefined) {
    const limits = { deadlineMs: withinMs, signal: tools.view.signal }
    if ((await tools.run(['sh', '-c', signalled, 'reload', master], limits)).code === 0) return
  }
  const command = ['sh', '-c', 'kill -HUP "$(cat /run/nginx.pid)"']
  if ((await tools.containers.exec(name, { command })).code !== 0) throw await stale(tools, name)
}

async function stale({ containers, server }: Tools, name: string): Promise<Fault> {
  const why = said(await containers.log(name, 5))
  return new Fault('proxy_stale', { proxy: name, server, why }, { transient: true })
}

/** In the container: for a server that has no `ps`, by which the engine would look. */
const look = `for p in /proc/[0-9]*; do read -r title <"$p/cmdline" || :; echo "\${p#/proc/} $title"; done 2>/dev/null`

type Processes = Awaited<ReturnType<Containers['processes']>>

function processesOf(containers: Pick<Containers, 'processes' | 'exec'>, name: string): Promise<Processes> {
  return containers.processes(name).catch(async (error: unknown) => {
    if (!(error instanceof Fault) || error.code !== 'engine_refused') throw error
    const { log } = await containers.exec(name, { command: ['sh', '-c', look] })
    return log.split('\n').map((line) => ({ id: line.split(' ', 1)[0] ?? '', command: line.replace(/^\S+ /, '') }))
  })
}

/** Those of its workers that take connections. */
function taking(all: Processes): string[] {
  const workers = all.filter(({ command }) => command.startsWith('nginx: worker process'))
  return workers.filter(({ command }) => !command.includes('shutting down')).map(({ id }) => id)
}

async function refuseWrong(containers: Pick<Containers, 'exec'>, name: string): Promise<void> {
  const { code, log } = await containers.exec(name, { command: ['nginx', '-t', '-q', '-c', `${root}/nginx.conf`] })
  if (code !== 0) throw new Fault('proxy_refused', { proxy: name, why: said(log) })
}

function said(log: string): string {
  const lines = log.split('\n').filter((line) => /emerg|crit|alert|error|warn/.test(line))
  const words = (lines.at(-1) ?? log.trim().split('\n').at(-1) ?? '').replace(/^nginx: |^.*\] (\d+#\d+: )?/, '')
  return words.slice(0, 300) || 'it said nothing'
}
