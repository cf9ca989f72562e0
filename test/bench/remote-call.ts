import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { remoteHosts } from '../../adapters/remote/hosts.ts'
import { sshKeys } from '../../adapters/ssh/keys.ts'
import { authorize } from '../lab/authorize.ts'
import { lab } from '../lab/endpoints.ts'
import { equipment } from '../unit/job/pipeline.ts'
import { type Figure, percentile } from './figure.ts'

const run = promisify(execFile)
const pairs = 30

/** A look at all containers over our line, against the docker client over one ssh connection that is kept open. */
export async function remoteFigures(): Promise<Figure[]> {
  const found = lab()
  if (!found) return []
  const { host, port, privateKeyFile, hostKeyFingerprint } = found.ssh
  const own = sshKeys.generate('pilothouse bench')
  authorize(found, own.publicKey)
  const address = {
    host,
    port,
    user: 'root',
    dockerSocket: found.docker.socket,
    fingerprint: hostKeyFingerprint,
    privateKey: own.privateKey,
  }
  const folder = await mkdtemp(join(tmpdir(), 'pilothouse-bench-'))
  const config = join(folder, 'config')
  await writeFile(
    config,
    `Host *\n  IdentityFile ${privateKeyFile}\n  StrictHostKeyChecking no\n  UserKnownHostsFile /dev/null\n  LogLevel ERROR\n  ControlMaster auto\n  ControlPath ${join(folder, 'line')}\n  ControlPersist 60\n`,
  )
  const client = (...words: string[]) => run('ssh', ['-F', config, '-p', String(port), `root@${host}`, ...words])
  const connection = await remoteHosts.connect(address, equipment, { deadlineMs: 15_000 }, null)
  const server = connection.host({ signal: new AbortController().signal, pulse: () => {} })
  const [ours, theirs]: [number[], number[]] = [[], []]
  await server.containers.list()
  await client('true')
  for (let pair = 0; pair < pairs; pair += 1) {
    ours.push(await timed(() => server.containers.list()))
    theirs.push(await timed(() => client('docker', '-H', `unix://${found.docker.socket}`, 'ps', '-a')))
  }
  await run('ssh', ['-F', config, '-p', String(port), '-O', 'exit', `root@${host}`])
  await connection.close()
  await rm(folder, { recursive: true, force: true })
  const baseline = percentile(theirs, 0.5)
  return [{ name: 'remote.call', value: percentile(ours, 0.5), unit: 'ms', baseline, aim: baseline / 10 }]
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await act()
  return performance.now() - began
}
