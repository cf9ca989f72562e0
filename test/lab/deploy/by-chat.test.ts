import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { SlackStandIn } from '../../surface/stand-in/slack.ts'
import { buttons } from '../../surface/stand-in/slack-person.ts'
import { claim, inSlack } from '../../surface/suite/by-slack.ts'
import { type Shown, stagesIn } from '../../surface/suite/person.ts'
import type { Team } from '../../surface/suite/team.ts'
import { authorize } from '../authorize.ts'
import { describeInLab } from '../endpoints.ts'
import { Ground } from './ground.ts'

describeInLab('a real deploy, by Slack alone, from an empty store', (lab) => {
  let ground: Ground
  let team: Team
  let slack: SlackStandIn

  beforeAll(async () => {
    ground = await Ground.open(lab)
    ground.addons
      .module('acme_base', { mark: 'one' })
      .module('acme_portal', { depends: ['acme_base'], mark: 'one' })
      .module('acme_apart', { mark: 'one' })
      .push('Start')
    // Over signed HTTP a line must be acknowledged within three seconds, which a busy machine may not keep.
    ;({ team, slack } = await inSlack(ground.settings, 'socket'))
  })

  afterEach(() => team?.mustBeContent())

  afterAll(async () => {
    await team?.stop()
    await ground?.close()
  })

  /** Types a line that starts a job of an instance, and reads its message to the end, which must be a good one. */
  async function done(line: string): Promise<{ number: number; looks: Shown[]; last: Shown }> {
    const number = await team.ada.starts(line)
    return { number, ...(await wellEnded(number)) }
  }

  async function wellEnded(number: number): Promise<{ looks: Shown[]; last: Shown }> {
    const looks = await team.ada.follows(number, ground.patienceMs)
    const last = looks.at(-1)
    if (last?.state !== 'success') throw new Error(`${last?.text}\n${await team.ada.logOf(number)}`)
    expect(last.text).not.toContain('warning')
    expect(await team.ada.messagesOf(number)).toHaveLength(1)
    return { looks, last }
  }

  /** Where a button of a message leads. */
  function link(message: Shown, label: string): string {
    const blocks = slack.messages.find(({ ts }) => ts === message.id)?.blocks ?? []
    const found = buttons(blocks).find((one) => JSON.stringify(one['text']).includes(`"${label}"`))
    return String(found?.['url'])
  }

  const page = async (domain = ground.domain) => (await ground.visit('/web/login', { domain })).text
  const updated = (log: string) =>
    log
      .split('\n')
      .filter((line) => /Updating /.test(line))
      .join('\n')

  test('the set-up, line by line as it is written down', async () => {
    const { ada } = team
    const { images, acme, dns } = lab
    const { server, addons, domain, odoo } = ground
    await claim(team)
    await ada.asks(`version set 19.0 --image ${odoo}`, /19\.0/)
    await ada.asks(
      `platform configure --postgres-image ${images.postgres} --pgbouncer-image ${images.pgbouncer} --proxy nginx`,
      images.pgbouncer,
    )
    // The lab has its own authority, and no registry of the world.
    await ada.asks(
      `platform configure --nginx-image ${images.nginx} --acme-directory ${acme.directory}`,
      acme.directory,
    )
    const key = await ada.asks('server key', /ssh-ed25519/)
    authorize(lab, /ssh-ed25519 \S+ pilothouse/.exec(key.text)?.[0] ?? '')
    const added = await ada.asks(`server add box1 --host ${server.address} --port 22 --user root`, server.fingerprint)
    await ada.presses(added, 'The key is right')
    await ada.told(/confirmed/)
    await ada.says('server check box1')
    await ada.told(/success/)
    await ada.asks(`project create acme --repo ${addons.url}`, /acme/)
    await ada.asks('environment create acme/production --server box1', /acme\/production/)
    await ada.asks('environment create acme/staging --server box1', /acme\/staging/)
    await ada.asks(`instance create acme/staging --version 19.0 --branch main --domain ${domain}`, /acme\/staging\/v19/)
    // Who keeps the names of the lab, and that modules are installed with the first deploy.
    await ada.says(
      `provider add lab --kind rfc2136 --zone ${dns.zone} --server ${dns.server} --key-name ${dns.keyName} --algorithm ${dns.algorithm}`,
    )
    await ada.form()
    await ada.fills({ Secret: dns.secret })
    await ada.told(dns.zone)
    await ada.asks('environment automate acme/staging --automatic-install', /Automatic install/)
  })

  test('the first deploy: its message goes through the stages, and its link serves with a certificate', async () => {
    const { ada } = team
    const { number, looks, last } = await done('deploy acme/staging')
    const running = looks.filter(({ state }) => state === 'running')
    const behind = running.map((look) => stagesIn(look).filter((line) => line.startsWith('✓')).length)
    expect(running.map((look) => stagesIn(look).length)).toEqual(running.map(() => 17))
    expect(behind).toEqual(behind.toSorted((one, other) => one - other))
    expect(new Set(behind).size).toBeGreaterThan(1)
    expect(last.text).toContain('Asked by ada')
    expect(link(last, 'Open')).toBe(`https://${ground.domain}`)
    await ada.inThread(number, /is done after/)
    await ada.asks('deployment latest acme/staging', new RegExp(`#${number}[\\s\\S]*success`))
    const shown = await ground.visit('/web/login', { ca: await ground.authority() })
    expect([shown.status, shown.text]).toEqual([200, expect.stringContaining('acme_portal=19.0.1.0.0:one')])
    const plain = await ground.visit('/web/login', { tls: false })
    expect([plain.status, plain.headers['location']]).toEqual([301, `https://${ground.domain}/web/login`])
    const { text: box } = await ada.asks('server show box1', /Container · Of/)
    for (const name of ['db', 'odoo_\\w+', 'pgbouncer'])
      expect(box).toMatch(new RegExp(`^${name} · acme/staging/v19 · running · \\w+ · #${number}$`, 'm'))
    expect(box).toMatch(/nginx · the server · running · – · –$/m)
  })

  test('a changed module is updated, with what depends on it and nothing else', async () => {
    ground.addons.module('acme_base', { mark: 'two' }).push('Change the base')
    const { number, last } = await done('deploy acme/staging')
    expect(last.text).toMatch(/[0-9a-f]{7} → [0-9a-f]{7} on main by Maria Rossi: Change the base/)
    const lines = updated(await team.ada.logOf(number))
    expect(lines).toMatch(/acme_base, acme_portal/)
    expect(lines).not.toContain('acme_apart')
    expect(await page()).toContain('acme_base=19.0.1.0.0:two')
  })

  test('a change outside of modules goes live without touching the database', async () => {
    ground.addons.write('README.md', 'read me').push('Tell about it')
    const { number } = await done('deploy acme/staging')
    const log = await team.ada.logOf(number)
    expect(updated(log)).toBe('')
    expect(log).not.toContain('it did not for')
  })

  test('a rollback brings the code from before back and locks', async () => {
    const { ada } = team
    ground.addons.module('acme_apart', { mark: 'three' }).push('Change what stands apart')
    await done('deploy acme/staging --no-update')
    expect(await page()).toContain('acme_apart=19.0.1.0.0:three')
    await done('rollback acme/staging')
    expect(await page()).toContain('acme_apart=19.0.1.0.0:one')
    await ada.asks('deploy acme/staging', /lock/i)
    await done('deploy acme/staging --unlock')
    expect(await page()).toContain('acme_apart=19.0.1.0.0:three')
  })

  test('production waits until somebody else presses the button, and serves then', async () => {
    const { ada, grace } = team
    const domain = `shop-${ground.domain}`
    await ada.asks(
      `instance create acme/production --version 19.0 --branch main --domain ${domain}`,
      /acme\/production/,
    )
    await ada.asks(`member add ${team.account('grace')} developer_plus --project acme --name grace`, /grace/)
    const number = await ada.starts('deploy acme/production')
    await ada.asks('approval list', new RegExp(`#${number}`))
    await ada.presses(await ada.job(number, /Approve/), 'Approve')
    await ada.told(/own_request/)
    await grace.presses(await grace.job(number, /Approve/), 'Approve')
    const { last } = await wellEnded(number)
    expect(last.text).toMatch(/approved by grace/i)
    expect(link(last, 'Open')).toBe(`https://${domain}`)
    const shown = await ground.visit('/web/login', { domain, ca: await ground.authority() })
    expect(shown.status).toBe(200)
  })
})
