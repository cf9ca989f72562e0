import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { filesWith } from '../files-with.ts'
import { sshStandIn } from '../stand-in/ssh.ts'
import { onEachSurface } from './surfaces.ts'

type Step = readonly [line: string, answer: RegExp]

/** What can be asked for in each area, with what is read then: by commands, by lines and by the page alike. */
const areas: Record<string, readonly Step[]> = {
  'a look around': [
    ['overview', /Projects: \d+ active/],
    ['help', /What I can do for you here/],
    ['help deploy', /Put an instance on its server/],
    ['audit verify', /The audit is whole/],
  ],
  projects: [
    ['project create beta --repo https://git.example/beta.git', /https:\/\/git\.example\/beta\.git/],
    ['project configure beta --title Shop', /Shop/],
    ['project list', /Projects[\s\S]*beta/],
    ['project archive beta', /archived/],
    ['project unarchive beta', /active/],
  ],
  environments: [
    ['environment automate acme/staging --update-type notify', /notify/],
    ['environment show acme/staging', /v19/],
    ['environment list acme', /Environments of acme[\s\S]*acme\/staging/],
  ],
  instances: [
    ['instance size acme/staging --cpu 4', /4 cores/],
    ['instance configure acme/staging --workers 3', /Kept: workers/],
    ['instance plan acme/staging', /nothing is done yet/],
    ['instance show acme/staging', /Workers: 3/],
    ['instance list', /Instances[\s\S]*acme\/staging\/v19/],
  ],
  variables: [
    ['variable set acme/staging GREETING hello', /The next deploy takes it/],
    ['variable list acme/staging', /GREETING[\s\S]*hello/],
    ['variable unset acme/staging GREETING', /taken away/],
  ],
  versions: [
    ['version set 18.0 --image odoo:18.0', /odoo:18\.0/],
    ['version list', /Odoo versions[\s\S]*18\.0/],
  ],
  registries: [
    ['registry add open --host registry.example', /open/],
    ['registry list', /Registries[\s\S]*registry\.example/],
  ],
  repositories: [
    ['repository add https://git.example/oca.git', /The next deploy of each instance there takes it/],
    ['repository list', /Repositories[\s\S]*oca/],
  ],
  certificates: [['certificate renew acme/development', /state_forbids|no certificate|#\d+/]],
  organizations: [
    ['organization create globex', /globex/],
    ['organization configure globex --title Globex', /Globex/],
    ['organization show globex', /Called: globex/],
    ['organization remove globex --confirm globex', /removed|gone/],
    ['organization list', /Organizations[\s\S]*default/],
  ],
  'the platform': [['platform configure --apps-domain apps.example', /Apps domain: apps\.example/]],
  tokens: [
    ['token create machine --level viewer', /plt_/],
    ['token list', /Tokens[\s\S]*machine/],
    ['token revoke machine', /machine[\s\S]*(revoked|ended)/],
  ],
  members: [
    ['member show eve', /acme: Viewer/i],
    ['member grant eve developer --project acme', /Developer/],
    ['member permit eve instance.backup --project acme', /eve/],
    ['member deny eve instance.backup --project acme', /eve/],
    ['member list --project acme', /eve[\s\S]*Developer|Developer[\s\S]*eve/],
  ],
  oneself: [
    ['me', /known here/],
    ['me configure --timezone Europe/Berlin', /Europe\/Berlin/],
    ['me link', /me link (code:)?[A-Z0-9-]{8,}/],
    ['me signin', /Sign in to the page/],
  ],
}

onEachSurface('every area', (team) => {
  test.each(Object.entries(areas))('%s', async (_, steps) => {
    for (const [line, answer] of steps) await team().ada.asks(line, answer)
  })

  test('a channel that is bound is told what happened elsewhere, and what it is bound to', async () => {
    const { ada, grace } = team()
    const elsewhere = await ada.elsewhere()
    await elsewhere.asks('channel bind acme --events instance.sized', /belongs to acme/)
    await elsewhere.asks('channel show', /instance\.sized/)
    await grace.asks('instance size acme/development --cpu 3', /3 cores/)
    await elsewhere.sees(/instance sized acme\/development\/v19/)
    await elsewhere.asks('channel unbind', /no project|any more|belongs to/)
    await elsewhere.asks('channel show', /not_bound/)
  })

  test('what is taken from somebody is gone at once', async () => {
    const { ada, grace } = team()
    await ada.asks('project create secret', /secret/)
    await ada.asks('member grant grace viewer --project secret', /grace/)
    await grace.asks('project show secret', /active/)
    await ada.asks('member remove grace --project secret', /grace/)
    await grace.asks('project show secret', /not_found/)
  })

  test('a secret is asked for by a form, and stands nowhere afterwards', async () => {
    const { ada, eve, bot } = team()
    const [typed, entered] = [0, 1].map(() => `hunter-${randomBytes(8).toString('hex')}`)
    await ada.says(`variable set acme/staging SMTP_PASSWORD ${typed}`)
    await ada.form(({ fields }) => 'Secret value' in fields)
    await ada.fills({ 'Secret value': entered ?? '' })
    const listed = await ada.asks('variable list acme/staging', /SMTP_PASSWORD/)
    await ada.says('git connect git.example/acme')
    await ada.fills({ Token: entered ?? '' })
    await ada.asks('git list', /git\.example\/acme/)
    await ada.says('provider add cf --kind cloudflare --zone acme.example')
    await ada.form()
    const told = [listed, ...(await eve.seen()), ...(await ada.seen())].map(({ text }) => text).join('\n')
    for (const secret of [typed ?? '', entered ?? '']) {
      expect(told).not.toContain(secret)
      expect(bot.output).not.toContain(secret)
      expect(await filesWith(bot.folder, secret)).toEqual([])
    }
  })

  test('who is deactivated is let in no more', async () => {
    const { ada, eve } = team()
    await ada.presses(await ada.asks('member deactivate eve', /cannot be undone/), 'Yes, do it')
    await ada.told(/eve is deactivated/)
    await eve.isShutOut()
  })

  describe('a server', () => {
    let machine: Awaited<ReturnType<typeof sshStandIn>>

    beforeAll(async () => {
      machine = await sshStandIn()
    })

    afterAll(() => machine?.stop())

    test('is added, trusted by its fingerprint, looked at, and taken away', async () => {
      const { ada } = team()
      const added = await ada.asks(`server add box2 --host 127.0.0.1 --port ${machine.port}`, /SHA256:/)
      const fingerprint = /SHA256:[A-Za-z0-9+/]{43}/.exec(added.text)?.[0] ?? ''
      await ada.asks(`server trust box2 --fingerprint ${fingerprint}`, /host key confirmed/)
      await ada.asks('server configure box2 --user odoo', /odoo@127\.0\.0\.1/)
      await ada.says('server check box2')
      await ada.sees(/server check box2 #\d+[\s\S]*failed/)
      await ada.asks('server list', /box2/)
      await ada.asks('server delete box2 --confirm box2', /box2 is forgotten/)
      await ada.asks('server show box2', /not_found/)
    })
  })
})
