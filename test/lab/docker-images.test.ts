import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Image } from '../../core/ports/containers.ts'
import type { RemoteHost } from '../../core/ports/host.ts'
import { Secret } from '../../core/secret.ts'
import { DockerServer, plain } from './docker-server.ts'
import { describeInLab } from './endpoints.ts'

const silent = () => {}

describeInLab('images of a server', (lab) => {
  const there = new DockerServer(lab)
  const { host: privately, username, password } = lab.registry.private
  const login = { host: privately, username, password: new Secret(password) }
  let host: RemoteHost

  beforeAll(async () => {
    await there.start()
    host = await there.host(undefined, { registries: [login], mirrors: lab.mirrors })
  })
  afterAll(() => there.stop())

  const pinned = ({ reference, digest }: Image) => `${reference.replace(/:[^/:]*$/, '')}@${digest}`

  test('what a name is at this moment, and exactly that, with what was loaded of it', async () => {
    const image = await host.images.resolve(lab.images.odoo)
    expect(image).toEqual({ reference: lab.images.odoo, digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) })
    expect(await host.images.find(pinned(image))).toBeNull()
    const told: string[] = []
    await host.images.pull(image, (line) => told.push(line))
    expect(told.at(-1)).toMatch(/^(\d+) of \1 layers, [\d.]+ of [\d.]+ MB$/)
    expect(await host.images.find(pinned(image))).toEqual({ reference: pinned(image), digest: image.digest })

    told.length = 0
    await host.images.pull(image, (line) => told.push(line))
    expect(told).toEqual([])
    const next = await host.images.resolve(lab.images.odooNext)
    expect(next.digest).not.toBe(image.digest)
  })

  test('a registry that asks for a login gets the one of its host', async () => {
    const reference = `${privately}/nginx:stable`
    const image = await host.images.resolve(reference)
    await host.images.pull(image, silent)
    expect(await host.images.find(pinned(image))).not.toBeNull()
    expect(await host.images.removeUnused(pinned(image))).toBe(true)

    const stranger = await there.host(undefined, { registries: [] })
    await expect(stranger.images.resolve(reference)).rejects.toMatchObject({
      code: 'registry_login_needed',
      facts: { registry: privately },
    })
    await expect(stranger.images.pull(image, silent)).rejects.toMatchObject({ code: 'registry_login_needed' })
    const wrong = await there.host(undefined, { registries: [{ ...login, password: new Secret('not-this-one') }] })
    await expect(wrong.images.resolve(reference)).rejects.toMatchObject({ code: 'registry_login_refused' })
    await expect(wrong.images.pull(image, silent)).rejects.toMatchObject({ code: 'registry_login_refused' })
  })

  test('what is not there, and whoever does not answer, is named', async () => {
    const { open } = lab.registry
    await expect(host.images.resolve(`${open}/odoo:no-such`)).rejects.toMatchObject({ code: 'image_not_found' })
    await expect(
      host.images.pull({ reference: `${open}/odoo:19.0`, digest: `sha256:${'0'.repeat(64)}` }, silent),
    ).rejects.toMatchObject({ code: 'image_not_found' })
    await expect(host.images.resolve('10.214.0.1:59/odoo:19.0')).rejects.toMatchObject({
      code: 'registry_unreachable',
      transient: true,
    })
  })

  test('an image for another kind of machine is refused, and does not stay', async () => {
    await expect(host.images.resolve(lab.images.odooArmOnly)).rejects.toMatchObject({ code: 'image_architecture' })
    const response = await fetch(`http://${lab.images.odooArmOnly.replace(/\/(.*):(.*)$/, '/v2/$1/manifests/$2')}`, {
      headers: {
        accept:
          'application/vnd.docker.distribution.manifest.v2+json, application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.oci.image.index.v1+json',
      },
    })
    const image = { reference: lab.images.odooArmOnly, digest: response.headers.get('docker-content-digest') ?? '' }
    await expect(host.images.pull(image, silent)).rejects.toMatchObject({ code: 'image_architecture' })
    expect(await host.images.find(pinned(image))).toBeNull()
  })

  test('one that was made there goes by its id, from the plan to the container', async () => {
    const odoo = await host.images.resolve(lab.images.odoo)
    await host.images.pull(odoo, silent)
    await there.docker('tag', pinned(odoo), 'made/plain:1')
    await there.server.exec('sh', '-c', 'echo "FROM made/plain:1" | docker build -q -t made/here:1 --label one=1 -')
    const image = await host.images.resolve('made/here:1')
    expect(image.digest).toBe(await there.docker('inspect', '-f', '{{.Id}}', 'made/here:1'))
    expect(await host.images.find(pinned(image))).toEqual({ reference: pinned(image), digest: image.digest })
    await host.images.pull(image, silent)
    const spec = plain(pinned(image), 'ph_made', ['sh', '-c', 'echo made'], { entrypoint: [] })
    expect(await host.containers.once(spec, silent)).toEqual({ code: 0, log: 'made\n' })
  })

  test('one that a container uses stays', async () => {
    const image = await host.images.resolve(lab.images.odoo)
    await host.images.pull(image, silent)
    await host.containers.create(plain(pinned(image), 'ph_user', ['true']))
    expect(await host.images.removeUnused(pinned(image))).toBe(false)
    expect(await host.images.find(pinned(image))).not.toBeNull()
    await host.containers.remove('ph_user')
  })

  test('dependencies are built upon a base: what is named is there, and nothing else happens', async () => {
    const base = await host.images.resolve(lab.images.odooDebian)
    await host.images.pull(base, silent)
    const build = {
      reference: 'ph/odoo:built',
      base,
      apt: ['ph-lab-tool'],
      pip: ['ph_lab_wheel'],
      labels: { 'pilothouse.job': 'j1' },
    }
    const told: string[] = []
    await host.images.build(build, (line) => told.push(line))
    expect(told.join('\n')).toContain('ph-lab-tool')
    expect(JSON.parse(await there.docker('inspect', '-f', '{{json .Config.Labels}}', build.reference))).toMatchObject(
      build.labels,
    )
    const users = await there.docker('inspect', '-f', '{{.Config.User}}', build.reference, pinned(base))
    expect(new Set(users.split('\n')).size).toBe(1)
    const look = plain(build.reference, 'ph_built', [
      'sh',
      '-c',
      'dpkg -s ph-lab-tool | grep Status; python3 -c "import ph_lab_wheel; print(1)"',
    ])
    expect(await host.containers.once({ ...look, entrypoint: [] }, silent)).toEqual({
      code: 0,
      log: 'Status: install ok installed\n1\n',
    })

    await expect(
      host.images.build({ ...build, reference: 'ph/odoo:bad', apt: ['no-such-thing'] }, silent),
    ).rejects.toMatchObject({
      code: 'build_failed',
      facts: { why: expect.stringContaining('no-such-thing') },
    })
    await expect(
      host.images.build({ ...build, reference: 'ph/odoo:bad', apt: [], pip: ['no-such-wheel==1.0'] }, silent),
    ).rejects.toMatchObject({
      code: 'build_failed',
      facts: { why: expect.stringContaining('no-such-wheel') },
    })
    expect(await host.images.find('ph/odoo:bad')).toBeNull()
    expect(await there.docker('ps', '-aq')).toBe('')
    expect(await host.images.removeUnused(build.reference)).toBe(true)
  })
})
