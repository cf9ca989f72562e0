import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const backend = join(execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim(), 'git-http-backend')

/** A host of repositories over HTTP: git's own backend, with a login where a test wants one. */
export class GitHost {
  readonly folder = mkdtempSync(join(tmpdir(), 'pilothouse-git-'))
  /** `user:token`; null lets everybody in. */
  login: string | null = null
  /** Whether bodies come slowly, asked for each piece of one. */
  slowly: () => boolean = () => false
  /** Paths that were asked for. */
  readonly asked: string[] = []
  readonly #server: Server = createServer((request, response) => this.#answer(request, response))
  #url = ''

  static async start(address: string): Promise<GitHost> {
    const host = new GitHost()
    host.#server.listen(0, address)
    await once(host.#server, 'listening')
    host.#url = `http://${address}:${(host.#server.address() as AddressInfo).port}`
    return host
  }

  url(name: string): string {
    return `${this.#url}/${name}.git`
  }

  /** A bare repository that people push into. */
  make(name: string): string {
    const path = join(this.folder, `${name}.git`)
    execFileSync('git', ['init', '-q', '--bare', '-b', 'main', path])
    execFileSync('git', ['-C', path, 'config', 'uploadpack.allowAnySHA1InWant', 'true'])
    return path
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
    rmSync(this.folder, { recursive: true, force: true })
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, search } = new URL(request.url ?? '/', 'http://host')
    this.asked.push(pathname)
    const wanted = this.login === null ? null : `Basic ${Buffer.from(this.login).toString('base64')}`
    if (wanted !== null && request.headers.authorization !== wanted) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end()
      return
    }
    const child = spawn(backend, [], {
      env: {
        PATH: process.env['PATH'],
        GIT_PROJECT_ROOT: this.folder,
        GIT_HTTP_EXPORT_ALL: '1',
        PATH_INFO: pathname,
        QUERY_STRING: search.slice(1),
        REQUEST_METHOD: request.method ?? 'GET',
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        HTTP_CONTENT_ENCODING: String(request.headers['content-encoding'] ?? ''),
        GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    request.pipe(child.stdin)
    child.stdin.on('error', () => request.unpipe())
    relay(child.stdout, response, () => this.slowly())
  }
}

/** CGI: lines of head, an empty one, and then the body as it is. */
function relay(output: NodeJS.ReadableStream, response: ServerResponse, slowly: () => boolean): void {
  let head = Buffer.alloc(0)
  let open = false
  output.on('data', (chunk: Buffer) => {
    if (open && slowly()) {
      output.pause()
      setTimeout(() => output.resume(), 100)
    }
    if (open) return void response.write(chunk)
    head = Buffer.concat([head, chunk])
    const end = head.indexOf('\r\n\r\n')
    if (end < 0) return
    const fields = head
      .subarray(0, end)
      .toString('latin1')
      .split('\r\n')
      .map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()])
    const status = fields.find(([name]) => name.toLowerCase() === 'status')?.[1] ?? '200'
    response.writeHead(Number.parseInt(status, 10), Object.fromEntries(fields.filter(([name]) => name !== 'Status')))
    open = true
    response.write(head.subarray(end + 4))
  })
  output.on('end', () => response.end())
}
