import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RemoteHost } from '../../core/ports/host.ts'
import { DockerServer } from './docker-server.ts'
import { describeInLab } from './endpoints.ts'
import { wellDone } from './own-server.ts'

describeInLab('networks of an engine that has no addresses left', (lab) => {
  const there = new DockerServer(lab)
  let host: RemoteHost

  beforeAll(async () => {
    await there.start()
    // It has four to give, and one of them for its own bridge.
    const few = 's#"base": "10.213.0.0/16", "size": 24#"base": "10.213.0.0/24", "size": 26#'
    wellDone(await there.server.exec('sed', '-i', few, '/etc/docker/daemon.json'))
    await there.server.restartEngine()
    for (const name of ['one', 'two', 'three']) await there.docker('network', 'create', name)
    host = await there.host()
  })
  afterAll(() => there.stop())

  const made = (name: string) => host.networks.create({ name, labels: { 'pilothouse.test': name } })
  const subnetOf = (name: string) =>
    there.docker('network', 'inspect', '--format', '{{range .IPAM.Config}}{{.Subnet}}{{end}}', name)

  test('it has none, for whoever asks it in the usual way', async () => {
    await expect(there.docker('network', 'create', 'ph_usual')).rejects.toThrow(/address pool/)
  })

  test('another one is made all the same, apart from each other and from what the server knows a way to', async () => {
    // Somebody’s own network has the beginning of the range.
    wellDone(await there.server.exec('ip', 'address', 'add', '10.231.0.1/24', 'dev', 'eth0'))
    await made('ph_one')
    await made('ph_two')
    expect([await subnetOf('ph_one'), await subnetOf('ph_two')]).toEqual(['10.231.1.0/26', '10.231.1.64/26'])
    expect(await host.networks.find('ph_one')).toMatchObject({ labels: { 'pilothouse.test': 'ph_one' } })
    await made('ph_one')
    expect(await there.docker('network', 'ls', '--quiet', '--filter', 'name=ph_one')).not.toContain('\n')
  })

  test('several at the same moment get each their own', async () => {
    const names = Array.from({ length: 6 }, (_, at) => `ph_same_${at}`)
    await Promise.all(names.map(made))
    expect(new Set(await Promise.all(names.map(subnetOf))).size).toBe(6)
  })

  test('containers on such a network reach each other', async () => {
    await there.docker('pull', '-q', lab.images.odoo)
    const answering = ['-m', 'http.server', '8069']
    await there.docker(
      'run',
      '-d',
      '--name',
      'ph_there',
      '--network',
      'ph_two',
      '--entrypoint',
      'python3',
      lab.images.odoo,
      ...answering,
    )
    const asking = 'import socket; print(socket.create_connection(("ph_there", 8069), 20).getpeername()[0])'
    const again = `for i in $(seq 50); do python3 -c '${asking}' && exit; sleep 0.1; done; exit 1`
    const to = await there.docker(
      'run',
      '--rm',
      '--network',
      'ph_two',
      '--entrypoint',
      'sh',
      lab.images.odoo,
      '-c',
      again,
    )
    expect(to).toMatch(/^10\.231\.1\./m)
  })

  test('where that range has nothing left either, it is said with what to do', async () => {
    const full = await there.host(undefined, { addressRange: '10.213.0.0/24' })
    await expect(full.networks.create({ name: 'ph_none', labels: {} })).rejects.toMatchObject({
      code: 'networks_exhausted',
    })
  })
})
