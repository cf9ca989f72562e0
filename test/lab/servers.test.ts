import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInLab, type Endpoints } from './endpoints.ts'
import { idleImage } from './idle.ts'
import { OwnServer, type Ran, ran, wellDone } from './own-server.ts'

describeInLab('the servers of the lab', (lab) => {
  const image = `${lab.registry.open}/lab-idle:1`
  const mark = `servers-${process.pid}-${Date.now()}`
  const own = new OwnServer()

  beforeAll(async () => {
    await idleImage(lab)
    await own.start()
  })

  afterAll(() => own.stop())

  /** With the lab's own key; whose host key it is, is a test's matter. */
  const ssh = (user: string, address: string, ...command: string[]) => {
    const options = ['BatchMode=yes', 'IdentitiesOnly=yes', 'StrictHostKeyChecking=no', 'ConnectTimeout=30']
    const files = ['UserKnownHostsFile=/dev/null', 'GlobalKnownHostsFile=/dev/null', 'LogLevel=ERROR']
    const words = [...options, ...files].flatMap((option) => ['-o', option])
    return ran('ssh', ['-F', 'none', '-i', lab.ssh.privateKeyFile, ...words, `${user}@${address}`, ...command])
  }

  for (const server of lab.servers) {
    const docker = (...words: string[]) => inside(server, 'docker', ...words)

    for (const user of ['root', 'docked'])
      test(`${user} logs in to ${server.name}, and its engine answers`, async () => {
        expect(wellDone(await ssh(user, server.host, 'hostname')).output.trim()).toBe(server.name)
        expect(wellDone(await ssh(user, server.host, 'docker', 'version')).output).toContain('Server:')
      })

    test(`${server.name} refuses the engine to who has no right to it, and shows the host key that is promised`, async () => {
      const refused = await ssh('deployer', server.host, 'docker', 'ps')
      expect(refused.errors).toContain('permission denied')
      expect(await hostKey(server.host)).toBe(server.hostKeyFingerprint)
    })

    test(`${server.name} pulls from both registries, from the one with a login only with it`, async () => {
      await docker('pull', image)
      const behind = `${lab.registry.private.host}/lab-idle:1`
      const refused = await within(server, 'docker', 'pull', behind)
      expect(refused.code).not.toBe(0)
      expect(refused.errors).toContain('no basic auth credentials')
      const { host, username, password } = lab.registry.private
      const login = 'echo "$1" | docker --config "$2" login -u "$3" --password-stdin "$4"'
      await inside(server, 'sh', '-c', login, 'login', password, `/tmp/${mark}`, username, host)
      await docker('--config', `/tmp/${mark}`, 'pull', behind)
      await inside(server, 'rm', '-r', `/tmp/${mark}`)
    })

    test(`a container on ${server.name} reaches this machine`, async () => {
      const url = `http://${lab.registry.open}/v2/`
      const got = await docker('run', '--rm', image, 'timeout', '10', 'wget', '-qO-', url)
      expect(got.output.trim()).toBe('{}')
    })
  }

  test('neither of the two sees what the other runs, or writes in /opt, /tmp and /run', async () => {
    const [one, two] = pair(lab)
    const folders = ['/opt', '/tmp', '/run', '/etc/docker']
    const files = folders.map((folder) => `${folder}/${mark}`)
    await inside(one, 'docker', 'run', '-d', '--name', mark, image)
    await inside(one, 'touch', ...files)
    const look = ['sh', '-c', `docker ps --format '{{.Names}}'; ls ${folders.join(' ')}`]
    const seen = (text: string) => text.split('\n').filter((line) => line === mark).length
    expect(seen((await inside(one, ...look)).output)).toBe(5)
    expect(seen((await inside(two, ...look)).output)).toBe(0)
    expect(seen(wellDone(await ran('ls', folders)).output)).toBe(0)
    await inside(one, 'docker', 'rm', '-fv', mark)
    await inside(one, 'rm', ...files)
  })

  // Not port 80 here, which may be another test's; on a server of one's own it is.
  test('a port that a container publishes is reached on the address of its server', async () => {
    const [box1] = pair(lab)
    await inside(box1, 'docker', 'run', '-d', '--name', mark, '-p', '80', image, ...page(mark))
    const port = (await inside(box1, 'docker', 'port', mark, '80')).output.split('\n')[0]?.split(':').at(-1)
    expect(await answer(`http://${box1.host}:${port}`)).toBe(mark)
    await inside(box1, 'docker', 'rm', '-fv', mark)

    wellDone(await own.exec('docker', 'run', '-d', '--name', mark, '-p', '80:80', image, ...page(mark)))
    expect(await answer(`http://${own.address}`)).toBe(mark)
  })

  test('a line that is cut is an outage, and given back it works again', async () => {
    expect(await answer(`http://${own.address}`)).toBe(mark)
    expect(await hostKey(own.address)).toBe(own.fingerprint)
    await own.linkDown()
    expect((await ssh('docked', own.address, 'true')).code).toBe(255)
    expect((await ran('curl', ['-s', '-m', '2', `http://${own.address}`])).code).not.toBe(0)
    // The server itself goes on.
    expect(wellDone(await own.exec('docker', 'ps', '-q')).output.trim()).not.toBe('')
    await own.linkUp()
    expect(await answer(`http://${own.address}`)).toBe(mark)
    wellDone(await ssh('docked', own.address, 'true'))
  })

  test('an engine that stops is gone, and one that starts again has what it had', async () => {
    wellDone(await own.exec('docker', 'pull', image))
    const images = async () => wellDone(await own.exec('docker', 'images', '-q')).output
    const before = await images()
    await own.stopEngine()
    expect((await own.exec('docker', 'ps')).errors).toContain('Cannot connect to the Docker daemon')
    await own.startEngine()
    expect(await images()).toBe(before)
    const engine = async () => wellDone(await own.exec('pgrep', '-x', 'dockerd')).output
    const first = await engine()
    await own.restartEngine()
    expect(await engine()).not.toBe(first)
  })

  test('a small disk is full at its size, for /opt and for Docker, and a server that ends leaves nothing', async () => {
    const small = new OwnServer({ diskMb: 64 })
    await small.start()
    const filled = await small.exec('dd', 'if=/dev/zero', 'of=/opt/filling', 'bs=1M')
    expect(filled.errors).toContain('No space left on device')
    const bytes = Number(wellDone(await small.exec('stat', '-c', '%s', '/opt/filling')).output)
    expect(bytes).toBeGreaterThan(40 << 20)
    expect(bytes).toBeLessThan(64 << 20)
    const pulled = await small.exec('docker', 'pull', image)
    expect(pulled.code).not.toBe(0)
    expect(pulled.errors).toContain('no space left on device')
    wellDone(await small.exec('rm', '/opt/filling'))
    wellDone(await small.exec('docker', 'run', '-d', image))
    expect(await traces(small.name)).toBeGreaterThan(3)
    await small.stop()
    expect(await traces(small.name)).toBe(0)
    expect((await ssh('root', small.address, 'true')).code).toBe(255)
  })
})

type Shared = Endpoints['servers'][number]

function pair({ servers: [one, two] }: Endpoints): [Shared, Shared] {
  if (!one || !two) throw new Error('the lab promises two servers')
  return [one, two]
}

const within = ({ reach }: Shared, ...command: string[]): Promise<Ran> => ran('env', [...reach, ...command])
const inside = async (server: Shared, ...command: string[]): Promise<Ran> => wellDone(await within(server, ...command))

async function hostKey(address: string): Promise<string> {
  const scan = 'ssh-keyscan -t ed25519 "$1" 2>/dev/null | ssh-keygen -lf - | cut -d" " -f2'
  return wellDone(await ran('sh', ['-c', scan, 'scan', address])).output.trim()
}

/** A command for a container: serves that one word, and ends when it is told to. */
function page(word: string): string[] {
  const idle = 'trap exit TERM; while :; do sleep 3600 & wait $!; done'
  return ['sh', '-c', `mkdir /page && echo ${word} >/page/index.html && httpd -p 80 -h /page; ${idle}`]
}

/** What is served there, once it is; the test's own time limit ends it otherwise. */
async function answer(url: string): Promise<string> {
  for (;;) {
    const got = await ran('curl', ['-s', '-m', '2', url])
    if (got.code === 0) return got.output.trim()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Lines that name it among disks, processes, files, groups of processes and mounts. */
async function traces(name: string): Promise<number> {
  const look =
    'losetup -a; ps -eo args; ls /var/lib/pilothouse-lab/server; find /sys/fs/cgroup -type d -path "*pilothouse-lab*"; mount'
  const { output } = wellDone(await ran('sh', ['-c', look]))
  return output.split('\n').filter((line) => line.includes(name)).length
}
