import { Fault } from '../error.ts'
import { connecting } from '../pipeline/connecting.ts'
import type { Pipeline, Work } from '../pipeline/stage.ts'

export interface Execution {
  command: string
  seconds: number
}

export const longestSeconds = 3600
/** Somebody's `yes` must not fill our store. */
const mostLines = 5000

/** One line of a person's, in a run folder there: it survives a line that drops, and is ended by a cancel. */
export const serverExecPipeline: Pipeline<Execution> = {
  name: 'server.exec',
  stages: [
    connecting({ deadlineMs: 30_000 }),
    {
      id: 'running',
      title: 'Running',
      description: 'The command itself',
      needs: ['connecting'],
      deadlineMs: (longestSeconds + 60) * 1000,
      expectedMs: 1000,
      everyTime: true,
      run,
    },
  ],
}

async function run(work: Work<Execution>): Promise<void> {
  const { command, seconds } = work.input
  refuseTwice(work)
  work.keep({ begunBy: work.jobId })
  const host = await work.host()
  let told = 0
  let last = ''
  const { code } = await host.follow({
    id: `exec-${work.jobId}`,
    command: ['sh', '-c', command],
    deadlineMs: seconds * 1000,
    told(line) {
      told += 1
      if (told <= mostLines) work.say('info', line)
      if (line.trim() !== '') last = line
    },
  })
  if (told > mostLines) work.say('warning', `${told - mostLines} lines more are not kept`)
  work.result({ code, lines: told })
  if (code !== 0)
    throw new Fault('container_failed', { what: 'The command', code: String(code), why: last || 'it said nothing' })
}

/** Nobody knows what it does the second time: whoever asked decides about that. */
function refuseTwice(work: Work<Execution>): void {
  const kept = work.kept('running')
  const begunBy = kept !== null && typeof kept === 'object' && 'begunBy' in kept ? kept.begunBy : null
  if (begunBy !== work.jobId) return
  throw new Fault('state_forbids', {
    why: 'My worker was lost while the command ran: it was ended there, and I do not run it twice by myself.',
    next: 'See what it did, and ask again if you want it again.',
  })
}
