import { type ChildProcess, spawn } from 'node:child_process'
import { Resolver } from 'node:dns/promises'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A name server of a test's own: it answers for these zones, each a list of records, and refuses all others. */
export class OwnKnot {
  readonly #folder = mkdtempSync(join(tmpdir(), 'pilothouse-knot-'))
  readonly #process: ChildProcess

  /** Zones are asked for at port 53 alone, so each has an address of its own. */
  constructor(address: string, zones: Readonly<Record<string, readonly string[]>>) {
    const listed = Object.entries(zones).map(([zone, records]) => {
      const text = [`$ORIGIN ${zone}.`, '$TTL 1', '@ SOA ns hostmaster 1 60 60 3600 1', ...records, '']
      writeFileSync(join(this.#folder, `${zone}.zone`), text.join('\n'))
      return `  - domain: ${zone}\n    storage: ${this.#folder}\n    file: ${zone}.zone\n    zonefile-sync: -1`
    })
    const config = join(this.#folder, 'knot.conf')
    const server = `server:\n  rundir: ${this.#folder}\n  listen: ${address}@53\n  udp-workers: 1\n  tcp-workers: 1\n  background-workers: 1`
    writeFileSync(config, `${server}\ndatabase:\n  storage: ${this.#folder}\nzone:\n${listed.join('\n')}\n`)
    this.#process = spawn('/usr/sbin/knotd', ['-c', config], { stdio: 'ignore' })
  }

  static async start(address: string, zones: Readonly<Record<string, readonly string[]>>): Promise<OwnKnot> {
    const knot = new OwnKnot(address, zones)
    const resolver = new Resolver({ timeout: 1000, tries: 1 })
    resolver.setServers([address])
    // The test's own time limit ends it where it never answers.
    for (const zone of Object.keys(zones)) while (!(await resolver.resolveSoa(zone).catch(() => null)));
    return knot
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, 'exit')
    this.#process.kill('SIGKILL')
    await ended
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
