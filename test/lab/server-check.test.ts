import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Bot } from '../surface/bot.ts'
import { SlackStandIn } from '../surface/stand-in/slack.ts'
import { authorize } from './authorize.ts'
import { describeInLab } from './endpoints.ts'
import { OwnSshd } from './own-sshd.ts'

/** One path through every room, on real parts: Slack, operation, job row, worker thread, SSH, Docker, one message. */
describeInLab('a server, checked from Slack', (lab) => {
  let slack: SlackStandIn
  let bot: Bot

  beforeAll(async () => {
    slack = await SlackStandIn.start()
    bot = await Bot.start({
      SLACK_BOT_TOKEN: 'xoxb-of-the-stand-in',
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: `${slack.url}/api/`,
    })
  })

  afterAll(async () => {
    await bot?.remove()
    await slack?.stop()
  })

  async function says(text: string): Promise<Record<string, unknown>> {
    const { status, response } = await slack.command(bot.url, text)
    expect(status).toBe(200)
    return slack.answerTo(response)
  }

  test('goes from asked to done in one message that edits itself', async () => {
    const code = await bot.says(/claim ([A-Z0-9-]+)/)
    expect(JSON.stringify(await says(`claim ${code}`))).toContain('Welcome, ada')

    const { host, port, user, hostKeyFingerprint } = lab.ssh
    const key = /ssh-ed25519 \S+ pilothouse/.exec(JSON.stringify(await says('server key')))?.[0] ?? ''
    authorize(lab, key)

    const added = JSON.stringify(
      await says(`server add box1 --host ${host} --port ${port} --user ${user} --docker-socket ${lab.docker.socket}`),
    )
    expect(added).toContain(hostKeyFingerprint)
    expect(JSON.stringify(await says('server check box1'))).toContain('host_key_unconfirmed')
    expect(JSON.stringify(await says(`server trust box1 --fingerprint ${hostKeyFingerprint}`))).toContain(
      'host key confirmed',
    )

    expect((await slack.command(bot.url, 'server check box1')).status).toBe(200)
    const message = await slack.until(() => slack.messages.find((one) => one.text.includes('success')))
    expect(slack.messages.filter((one) => one.history[0]?.includes('#1'))).toHaveLength(1)
    expect(message.edits).toBeGreaterThan(0)
    expect(message.history[0]).not.toContain('success')
    expect(message.text).toContain('server check')
    expect(message.text).toContain('#1')
    expect(JSON.stringify(await says('job show 1 --stages'))).toContain('Looking around')

    const docker = execFileSync('curl', ['-s', '--unix-socket', lab.docker.socket, 'http://engine/version'], {
      encoding: 'utf8',
    })
    const { Version } = JSON.parse(docker)
    const shown = JSON.stringify(await says('server show box1'))
    expect(shown).toContain(Version)
    const audit = JSON.stringify(await says('audit list'))
    expect(audit).toContain('server.check')
  })
  test('a changed host key stops everything there, loudly, until a person confirmed the new one', async () => {
    const sshd = new OwnSshd(lab)
    await sshd.start()
    try {
      await says(`server add box2 --host 127.0.0.1 --port ${sshd.port} --docker-socket ${lab.docker.socket}`)
      await says(`server trust box2 --fingerprint ${sshd.fingerprint}`)
      await slack.command(bot.url, 'server check box2')
      await slack.until(() => slack.messages.find((one) => one.text.includes('box2') && one.text.includes('success')))

      await sshd.stop()
      await sshd.start()
      await slack.command(bot.url, 'server check box2')
      const failed = await slack.until(() =>
        slack.messages.find((one) => one.text.includes('box2') && one.text.includes('failed')),
      )
      expect(JSON.stringify(failed.blocks)).toContain('is not the one that was confirmed')
      expect(JSON.stringify(await says('server show box2'))).toContain('host key changed')
      expect(JSON.stringify(await says('server check box2'))).toContain('host_key_changed')

      expect(JSON.stringify(await says(`server trust box2 --fingerprint ${sshd.fingerprint}`))).toContain(
        'host key confirmed',
      )
      await slack.command(bot.url, 'server check box2')
      const messages = () => slack.messages.filter((one) => one.text.includes('box2') && one.text.includes('success'))
      await slack.until(() => (messages().length === 2 ? true : undefined))
    } finally {
      await sshd.remove()
    }
  })
})
