import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { OwnServer } from '../own-server.ts'

const script = fileURLToPath(new URL('../server.sh', import.meta.url))

/** Looks at all processes again and again, hardly with a pause, and tells each command line that is new to it. */
const looking = `
import os, select, sys, time
root, seen = int(sys.argv[1]), set()
def below(pid):
    while pid not in (0, 1):
        if pid == root:
            return True
        with open(f'/proc/{pid}/stat') as file:
            pid = int(file.read().rpartition(')')[2].split()[1])
    return False
sys.stdout.write('looking\\n')
sys.stdout.flush()
while not select.select([sys.stdin], [], [], 0)[0]:
    for name in os.listdir('/proc'):
        if not name.isdigit() or int(name) == os.getpid():
            continue
        try:
            with open(f'/proc/{name}/cmdline', 'rb') as file:
                line = file.read()
            if line and line not in seen and (root == 0 or below(int(name))):
                seen.add(line)
                sys.stdout.write(line.replace(b'\\0', b' ').replace(b'\\n', b' ').decode(errors='replace') + '\\n')
        except OSError:
            pass
    time.sleep(0.004)
`

/** The list of processes while something goes on: every command line that anybody could have seen there. */
export class Processes {
  #text = ''

  private constructor(readonly child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#text += text
    })
  }

  /** Of a server, with those in its containers. */
  static on(server: OwnServer): Promise<Processes> {
    return Processes.#begun('sh', [script, 'exec', server.name, 'python3', '-c', looking, '0'])
  }

  /** Of this machine those alone that this process began. */
  static below(pid: number): Promise<Processes> {
    return Processes.#begun('python3', ['-c', looking, String(pid)])
  }

  static async #begun(command: string, words: string[]): Promise<Processes> {
    const found = new Processes(spawn(command, words, { stdio: ['pipe', 'pipe', 'inherit'] }))
    while (!found.#text.startsWith('looking\n')) await once(found.child.stdout ?? found.child, 'data')
    return found
  }

  /** All that was seen until now. */
  get lines(): string[] {
    return this.#text.split('\n').slice(1, -1)
  }

  async stop(): Promise<string[]> {
    const ended = once(this.child, 'close')
    this.child.stdin?.end('\n')
    await ended
    return this.lines
  }
}
