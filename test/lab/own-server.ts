import { execFile } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { fileURLToPath } from 'node:url'

// Compiled for a bench this lies elsewhere; scripts stay where they are.
const script = fileURLToPath(new URL('server.sh', import.meta.url.replace('/dist/test/', '/test/')))

export interface Ran {
  code: number
  output: string
  errors: string
}

/** A server of a test's own, which it may break or take stock of: own address, sshd on port 22, own Docker engine. */
export class OwnServer {
  readonly name = `own-${randomBytes(4).toString('hex')}`
  readonly #diskMb: number | null
  #address = ''
  #fingerprint = ''

  /** With `diskMb` its /opt and everything of Docker lie on a file system of that size. */
  constructor({ diskMb = null }: { diskMb?: number | null } = {}) {
    this.#diskMb = diskMb
  }

  get address(): string {
    return this.#address
  }

  /** Of its host key. */
  get fingerprint(): string {
    return this.#fingerprint
  }

  async start(): Promise<void> {
    const disk = this.#diskMb === null ? [] : ['--disk', String(this.#diskMb)]
    for (;;) {
      const address = `10.214.0.${randomInt(50, 251)}`
      const started = await ran('sh', [script, 'up', this.name, address, ...disk, '--owner', String(process.pid)])
      if (started.code === 3) continue // another test has that address
      this.#fingerprint = wellDone(started).output.trim()
      this.#address = address
      return
    }
  }

  /** Runs a command in there, as root; how it ended is for the caller to judge. */
  exec(...command: string[]): Promise<Ran> {
    return ran('sh', [script, 'exec', this.name, ...command])
  }

  /** A folder with all that is in it, as on a disk that somebody carries to another server. */
  async carry(folder: string, to: OwnServer): Promise<void> {
    const carried = 'sh "$1" exec "$2" tar -C / -c ".$4" >"$disk" && sh "$1" exec "$3" tar -C / -x <"$disk"'
    const line = `disk=$(mktemp); ${carried}; code=$?; rm -f "$disk"; exit $code`
    wellDone(await ran('sh', ['-c', line, 'sh', script, this.name, to.name, folder]))
  }

  linkDown(): Promise<void> {
    return this.#tell('link', this.name, 'down')
  }

  linkUp(): Promise<void> {
    return this.#tell('link', this.name, 'up')
  }

  stopEngine(): Promise<void> {
    return this.#tell('engine', this.name, 'stop')
  }

  startEngine(): Promise<void> {
    return this.#tell('engine', this.name, 'start')
  }

  /** Stops and starts the engine; its containers end unless their restart policy brings them back. */
  restartEngine(): Promise<void> {
    return this.#tell('engine', this.name, 'restart')
  }

  /** The end of the server and of everything in it. */
  stop(): Promise<void> {
    return this.#tell('down', this.name)
  }

  async #tell(...words: string[]): Promise<void> {
    wellDone(await ran('sh', [script, ...words]))
  }
}

/** A command on this machine, or, with a server's `reach` before it, in that server. */
export function ran(command: string, words: string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    execFile(command, words, { maxBuffer: 64 << 20 }, (error, output, errors) => {
      if (error && typeof error.code !== 'number')
        reject(new Error(`${command} did not run to its end: ${error.message}`))
      else resolve({ code: Number(error?.code ?? 0), output, errors })
    })
  })
}

export function wellDone(done: Ran): Ran {
  if (done.code !== 0) throw new Error(`exit status ${done.code}: ${done.errors}${done.output}`)
  return done
}
