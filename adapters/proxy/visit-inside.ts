import { Fault } from '../../core/error.ts'
import { printHeader } from './state.rule.ts'
import type { Tools } from './tools.ts'
import type { Answer, Visit } from './visit.ts'

/** Odoo brings Python with it; what else an image has, nobody knows. */
const script = `
import http.client, socket, ssl, sys
address, domain, port, path, header = sys.argv[1:]
line = socket.create_connection((address, int(port)), 10)
if port == '443':
    line = ssl._create_unverified_context().wrap_socket(line, server_hostname=domain)
asking = http.client.HTTPConnection(domain)
asking.sock = line
asking.request('GET', path, headers={'Host': domain, 'Connection': 'close', 'User-Agent': 'Pilothouse'})
answer = asking.getresponse()
print('answered', answer.status, answer.getheader(header) or '')`

/** Over the network that the container shares with the proxy, by the engine alone. */
export async function askedInside({ containers }: Tools, visit: Visit): Promise<Answer> {
  const { address, domain, secure, path, container } = visit
  const words = [address, domain, secure ? '443' : '80', path, printHeader]
  const { log } = await containers
    .exec(container, { command: ['python3', '-c', script, ...words] })
    .catch((error: unknown) => {
      if (error instanceof Fault && !error.transient && gone.has(error.code)) return { log: '' }
      throw error
    })
  const { status, print } = /^answered (?<status>\d{3}) (?<print>\S*)/m.exec(log)?.groups ?? {}
  return { status: status === undefined ? null : Number(status), print: print || null }
}

/** Nobody is there to ask, and nobody who could serve. */
const gone: ReadonlySet<string> = new Set(['container_gone', 'container_failed'])
