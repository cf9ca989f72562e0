import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface FutureRegistry {
  host: string
  stop(): Promise<void>
}

const settings = `[ca]
default_ca = own
[own]
database = index.txt
new_certs_dir = .
serial = serial
default_md = sha256
policy = any
copy_extensions = copy
[any]
commonName = supplied
`

/** Whoever connects is shown a certificate that is valid from 2040 on, as one with a slow clock sees any. */
export async function futureRegistry(address: string): Promise<FutureRegistry> {
  const folder = mkdtempSync(join(tmpdir(), 'pilothouse-future-'))
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' })
  writeFileSync(join(folder, 'ca.conf'), settings)
  writeFileSync(join(folder, 'index.txt'), '')
  writeFileSync(join(folder, 'serial'), '01\n')
  const asked = ['-newkey', 'rsa:2048', '-nodes', '-keyout', 'key.pem', '-out', 'asked.pem']
  openssl('req', '-new', ...asked, '-subj', `/CN=${address}`, '-addext', `subjectAltName=IP:${address}`)
  const when = ['-startdate', '20400101000000Z', '-enddate', '20410101000000Z']
  const files = ['-keyfile', 'key.pem', '-in', 'asked.pem', '-out', 'certificate.pem']
  openssl('ca', '-batch', '-selfsign', '-config', 'ca.conf', '-notext', ...files, ...when)
  const read = (name: string) => readFileSync(join(folder, name))
  const server = createServer({ key: read('key.pem'), cert: read('certificate.pem') }, (_asked, answer) => answer.end())
  server.listen(0, address)
  await once(server, 'listening')
  rmSync(folder, { recursive: true })
  return {
    host: `${address}:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
