import { afterAll, beforeAll, expect, test } from 'vitest'
import { Bot } from '../surface/bot.ts'
import { SlackStandIn } from '../surface/stand-in/slack.ts'
import { authorize } from './authorize.ts'
import { describeInLab } from './endpoints.ts'
import { running, until } from './own-line.ts'
import { OwnServer } from './own-server.ts'

describeInLab('a command that somebody types', (lab) => {
  const server = new OwnServer()
  let slack: SlackStandIn
  let bot: Bot

  beforeAll(async () => {
    await server.start()
    slack = await SlackStandIn.start()
    bot = await Bot.start({
      SLACK_BOT_TOKEN: 'xoxb-of-the-stand-in',
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: `${slack.url}/api/`,
    })
    await says(`claim ${await bot.says(/claim ([A-Z0-9-]+)/)}`)
    authorize(lab, /ssh-ed25519 \S+ pilothouse/.exec(JSON.stringify(await says('server key')))?.[0] ?? '')
    await says(`server add box1 --host ${server.address}`)
    await says(`server trust box1 --fingerprint ${server.fingerprint}`)
  })

  afterAll(async () => {
    await bot?.remove()
    await slack?.stop()
    await server.stop()
  })

  async function says(text: string): Promise<string> {
    const { status, response } = await slack.command(bot.url, text)
    expect(status).toBe(200)
    return JSON.stringify(await slack.answerTo(response))
  }

  const asked = (text: string) => slack.command(bot.url, text)
  const message = (...words: string[]) =>
    slack.until(() =>
      slack.messages.find(({ text, blocks }) =>
        words.every((word) => `${text}${JSON.stringify(blocks)}`.includes(word)),
      ),
    )

  test('runs over there, and its output comes into the thread', async () => {
    await asked('server exec box1 "echo out of it; echo $((6*7)) >&2; hostname"')
    const output = await message('Output of #1', 'out of it')
    expect(JSON.stringify(output.blocks)).toContain('out of it')
    expect(JSON.stringify(output.blocks)).toContain('42')
    expect(JSON.stringify(output.blocks)).toContain(server.name)
    await message('#1', 'success')
  })

  test('says how it ended where it failed', async () => {
    await asked('server exec box1 "echo no good; exit 7"')
    await message('#2', 'ended with 7: no good')
  })

  test('has its time', async () => {
    await asked('server exec box1 "sleep 68001" --timeout 1')
    await message('#3', 'took longer than 1 s')
    expect(await running(server, '68001')).toBe(0)
  })

  test('a cancel ends it over there', async () => {
    await asked('server exec box1 "sleep 68002"')
    await until(() => running(server, 'sleep 68002'))
    await asked('job cancel 4')
    await until(async () => (await says('job show 4')).includes('#4 · cancelled'))
    expect(await running(server, '68002')).toBe(0)
  })

  test('a cancel while its server is away is owed, and it is over only once nothing runs there', async () => {
    await asked('server exec box1 "sleep 68003"')
    await until(() => running(server, 'sleep 68003'))
    await server.linkDown()
    try {
      await asked('job cancel 5')
      await until(async () => /tried again until it works/.test(await says('job show 5')))
      expect(await running(server, '68003')).toBeGreaterThan(0)
    } finally {
      await server.linkUp()
    }
    await until(async () => (await says('job show 5')).includes('#5 · cancelled'))
    expect(await running(server, '68003')).toBe(0)
  })

  test('whoever cancels it once more while its server is away lets it be, and is told what runs on', async () => {
    await asked('server exec box1 "sleep 68004"')
    await until(() => running(server, 'sleep 68004'))
    await server.linkDown()
    try {
      await asked('job cancel 6')
      await until(async () => /was cancelled, and still cleans up/.test(await says('job show 6')))
      const told = await says('job cancel 6')
      expect(told).toContain('#6 · cancelled')
      expect(told).toContain('Could not be cleaned up')
    } finally {
      await server.linkUp()
    }
    await server.exec('pkill', '-f', 'sleep 68004')
  })

  test('stands in the audit log, without what is called a secret', async () => {
    await asked('server exec box1 "PGPASSWORD=very-hidden true"')
    await message('#7', 'success')
    const audit = await says('audit list --operation server.exec')
    expect(audit).toContain('PGPASSWORD=')
    expect(audit).not.toContain('very-hidden')
  })

  test('a check reports what there is, needs no folder of ours, and changes nothing', async () => {
    await server.exec('rm', '-rf', '/opt/paasportal')
    await asked('server check box1')
    await message('#8', 'success')
    expect((await server.exec('test', '-e', '/opt/paasportal')).code).toBe(1)
  })

  test('a practice server says that there is no machine', async () => {
    await says('practice add gym')
    expect(await says('server exec gym "df -h"')).toContain('practice server')
  })
})
