import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Json } from '../../surface/api.ts'
import type { OwnServer } from '../own-server.ts'

const script = fileURLToPath(new URL('../server.sh', import.meta.url))

/** Asks about each container as soon as it is made, and listens to it from its start on until it ends. */
const watching = `
import http.client, json, socket, subprocess, sys, threading, time, urllib.parse
class Engine(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect('/var/run/docker.sock')
def asked(path):
    engine = Engine('engine')
    engine.request('GET', path)
    return engine.getresponse()
told, followed, threads = threading.Lock(), [], []
def tell(kind, id, text):
    with told:
        print(json.dumps({'kind': kind, 'id': id, 'text': text}), flush=True)
def listen(id, logs):
    tell('says', id, logs.communicate()[0])
def watch():
    wanted = json.dumps({'type': ['container'], 'event': ['create', 'start']})
    for line in asked('/events?' + urllib.parse.urlencode({'since': int(time.time()), 'filters': wanted})):
        event = json.loads(line)
        id = event['id']
        if event['status'] == 'create':
            answer = asked(f'/containers/{id}/json')
            text = answer.read().decode()
            if answer.status == 200:
                tell('is', id, text)
            continue
        tell('starts', id, event['Actor']['Attributes']['name'])
        logs = subprocess.Popen(['docker', 'logs', '--follow', id], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors='replace')
        followed.append(logs)
        threads.append(threading.Thread(target=listen, args=(id, logs)))
        threads[-1].start()
threading.Thread(target=watch, daemon=True).start()
tell('watching', '', '')
sys.stdin.readline()
for one in followed:
    one.terminate()
for one in threads:
    one.join()
`

interface Told {
  kind: 'watching' | 'is' | 'starts' | 'says'
  id: string
  text: string
}

/** A container that was there for a while: what the engine said of it, and what it said itself. */
export interface Passed {
  name: string
  is: Json
  says: string
}

/** The containers of a server that come while something goes on, however soon they are gone. */
export class Passing {
  #text = ''

  private constructor(readonly child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#text += text
    })
  }

  static async on(server: OwnServer): Promise<Passing> {
    const words = [script, 'exec', server.name, 'python3', '-c', watching]
    const passing = new Passing(spawn('sh', words, { stdio: ['pipe', 'pipe', 'inherit'] }))
    while (!passing.#text.includes('\n')) await once(passing.child.stdout ?? passing.child, 'data')
    return passing
  }

  async stop(): Promise<Passed[]> {
    const ended = once(this.child, 'close')
    this.child.stdin?.end('\n')
    await ended
    const all = this.#text.split('\n').slice(0, -1)
    const told: Told[] = all.map((line) => JSON.parse(line))
    const of = (kind: Told['kind'], id: string) => told.filter((one) => one.kind === kind && one.id === id)
    // What was made and never started, as an image is built, may be gone before anybody asks.
    const ids = new Set(told.flatMap(({ kind, id }) => (kind === 'is' || kind === 'starts' ? [id] : [])))
    return [...ids].map((id) => {
      const [is] = of('is', id)
      if (!is) throw new Error(`${of('starts', id)[0]?.text} was gone before anybody asked about it`)
      const says = of('says', id).map(({ text }) => text)
      const engine: Json = JSON.parse(is.text)
      return { name: engine.Name, is: engine, says: says.join('\n') }
    })
  }
}
