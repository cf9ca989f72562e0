import { Floor } from '../../lab/deploy/floor.ts'
import type { Endpoints } from '../../lab/endpoints.ts'
import type { OwnServer } from '../../lab/own-server.ts'
import type { Ran } from '../chain.ts'

export interface Deployed {
  /** From the moment in which somebody has typed it. */
  seconds: number
  ran: Ran
}

/** What it took says the job itself: whoever looks more often takes the processor from it. */
const lookAgainMs = 250
const patienceMs = 600_000
/** Whoever only waits looks whether its word is there: who reads takes more of the processor between two looks. */
const idleTicks = 5

/** Pilothouse in the lab: one project whose staging installs its modules, and whose development has Odoo alone. */
export class Ours {
  private constructor(readonly floor: Floor) {}

  static async start(lab: Endpoints, odoo: string): Promise<Ours> {
    const floor = await Floor.open(lab)
    await floor.furnish({ odoo })
    floor.addons.module('acme_base', { mark: '0' }).module('acme_portal', { depends: ['acme_base'], mark: '0' })
    floor.addons.push('Start')
    await floor.says(`project create acme --repo ${floor.addons.url}`)
    for (const kind of ['staging', 'development']) await floor.says(`environment create acme/${kind} --server box1`)
    await floor.says('environment automate acme/staging --automatic-install')
    return new Ours(floor)
  }

  /** Rows alone: nothing is on the server yet. */
  async instance(environment: string, name: string): Promise<string> {
    const { floor } = this
    const domain = `${name}.${environment.replace('/', '.')}.${floor.domain}`
    await floor.says(
      `instance create ${environment} --name ${name} --version 19.0 --branch main --domain ${domain} --workers 0`,
    )
    await floor.says(`instance size ${environment}/${name} --cpu 2 --memory 3G`)
    return `${environment}/${name}`
  }

  async deploy(line: string): Promise<Deployed> {
    const typedAt = Date.now()
    const { body } = await this.floor.says(`deploy ${line}`)
    const job = Number(body.job.number)
    for (;;) {
      if (Date.now() - typedAt > patienceMs) throw new Error(`deploy ${line} does not end`)
      await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
      const { data } = (await this.floor.api.run('job.show', { job: String(job), stages: true })).body
      if (data.state === 'failed' || data.state === 'cancelled') {
        throw new Error(`deploy ${line}: ${JSON.stringify(data.failure)}\n${(await this.floor.lines(job)).join('\n')}`)
      }
      if (data.state === 'success') return { seconds: (data.finished_at - typedAt) / 1000, ran: data }
    }
  }

  /** Nobody waits for what a deploy leaves behind for the next one, but here two are measured after one another. */
  async rested(server: OwnServer = this.floor.server): Promise<void> {
    for (let before = Number.NEGATIVE_INFINITY; ; ) {
      const { output } = await server.exec('docker', 'ps', '-q', '--filter', 'name=_stock')
      const { body } = await this.floor.says('lock list')
      const now = await workDone(server)
      if (output.trim() === '' && body.data.holds.length === 0 && now - before <= idleTicks) return
      before = now
      await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
    }
  }

  async stop(): Promise<void> {
    await this.floor.close()
  }
}

/** The processor's time that each Odoo has had which waits: it reads as long as that grows. */
async function workDone(server: OwnServer): Promise<number> {
  const { output: ids } = await server.exec('docker', 'ps', '-q', '--filter', 'name=_spare')
  const waiting = ids.split('\n').filter((id) => id !== '')
  const each = await Promise.all(waiting.map((id) => server.exec('docker', 'exec', id, 'cat', '/proc/1/stat')))
  // After `) `: the 12th and the 13th are the time in ticks.
  const ticks = each.flatMap(({ output }) => output.replace(/.*\) /, '').split(' ').slice(11, 13).map(Number))
  return ticks.reduce((sum, one) => sum + one, 0)
}
