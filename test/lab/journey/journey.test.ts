import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { authorize } from '../authorize.ts'
import { describeInLab, type Endpoints } from '../endpoints.ts'
import { byApi, byApiOnPostgres } from './by-api.ts'
import { byCommandLine } from './by-command-line.ts'
import { byPage } from './by-page.ts'
import { bySlack } from './by-slack.ts'
import type { Speaker } from './speaker.ts'

const surfaces: [string, (lab: Endpoints) => Promise<Speaker>][] = [
  ['Slack over signed HTTP', () => bySlack('http')],
  ['Slack over Socket Mode', () => bySlack('socket')],
  ['the page', byPage],
  ['the API', () => byApi()],
  ['the command line', byCommandLine],
  ['the API on PostgreSQL', (lab) => byApiOnPostgres(lab.postgres.url)],
]

/** What every surface must say at the end, in whatever shape. */
const facts: Record<string, string[]> = {
  overview: ['Projects', '1 production', '1 staging', 'Servers'],
  'project show acme': ['acme', 'https://git.example/acme.git', 'production', 'staging', 'box1', 'v19', '19.0', 'main'],
  'instance show acme/staging': ['acme/staging/v19', 'staging.acme.example', 'main', '3 cores', '6144 MB'],
  'member list --project acme': ['eve', 'Developer'],
  'variable list acme/staging': ['SMTP_PASSWORD', '•••'],
}

describeInLab('from nothing to a checked server', (lab) => {
  describe.each(surfaces)('by %s', (_name, open) => {
    const secret = `hunter2-${Math.random().toString(36).slice(2)}`
    let speaker: Speaker

    beforeAll(async () => {
      speaker = await open(lab)
      await speaker.claim(await speaker.bot.says(/claim ([A-Z0-9-]+)/))
    })

    afterAll(() => speaker?.stop())

    test('a server is connected and checked', async () => {
      const key = /ssh-ed25519 \S+ pilothouse/.exec(await speaker.says('server key'))?.[0] ?? ''
      authorize(lab, key)
      const { host, port, user, hostKeyFingerprint } = lab.ssh
      const added = await speaker.says(
        `server add box1 --host ${host} --port ${port} --user ${user} --docker-socket ${lab.docker.socket}`,
      )
      expect(added).toContain(hostKeyFingerprint)
      expect(await speaker.says('server check box1')).toContain('host_key_unconfirmed')
      expect(await speaker.says(`server trust box1 --fingerprint ${hostKeyFingerprint}`)).toContain('confirmed')
      expect(await speaker.done('server check box1')).toContain('success')
      expect(await speaker.says('server show box1')).toMatch(/Docker[\s\S]*containers/)
    })

    test('a project grows, with its people and its secret', async () => {
      expect(await speaker.says('version set 19.0 --image registry.example/odoo:19.0')).toContain('19.0')
      expect(await speaker.says('project create acme --repo https://git.example/acme.git')).toContain('acme')
      await speaker.says('environment create acme/production --server box1')
      await speaker.says('environment create acme/staging --server box1')
      await speaker.says('member add slack:U0EVE developer --project acme --name eve')
      await speaker.says('instance create acme/staging --version 19.0 --branch main --domain staging.acme.example')
      expect(await speaker.says('instance size acme/staging --cpu 3 --memory 6G')).toContain('3 cores')
      const set = await speaker.gives('variable set acme/staging SMTP_PASSWORD --secret', secret)
      expect(set).toContain('SMTP_PASSWORD')
    })

    test.each(Object.entries(facts))('%s gives the same facts', async (line, expected) => {
      const answer = await speaker.says(line)
      for (const fact of expected) expect(answer).toContain(fact)
      expect(answer).not.toContain(secret)
    })

    test('the secret lies nowhere', () => {
      expect(speaker.bot.output).not.toContain(secret)
      for (const file of filesBelow(speaker.bot.folder))
        expect([file, readFileSync(file).includes(secret)]).toEqual([file, false])
    })
  })
})

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
}
