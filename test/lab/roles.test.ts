import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { Bot } from '../surface/bot.ts'
import { SlackStandIn } from '../surface/stand-in/slack.ts'
import { SlackPerson, seen, words } from '../surface/stand-in/slack-person.ts'
import { authorize } from './authorize.ts'
import { describeInLab } from './endpoints.ts'
import { ownDatabase } from './own-database.ts'

describeInLab('two processes on one PostgreSQL', (lab) => {
  test('one talks, the other works: what is asked of the one is done by the other and told by the one', async () => {
    const database = await ownDatabase(lab.postgres.url)
    const slack = await SlackStandIn.start()
    const shared = { DATABASE_URL: database.url, MASTER_KEY: randomBytes(32).toString('base64') }
    const bot = await Bot.start({ ...shared, ...slack.settings, BOOTSTRAP_ADMINS: 'slack:U1', ROLES: 'bot,clock' })
    const ada = new SlackPerson(slack, () => bot.url)
    const says = async (line: string) => words(seen(await slack.answerTo(await ada.types(line))))
    authorize(lab, /ssh-ed25519 \S+ pilothouse/.exec(await says('server key'))?.[0] ?? '')
    const { host, port, hostKeyFingerprint } = lab.ssh
    await says(`server add box1 --host ${host} --port ${port} --docker-socket ${lab.docker.socket}`)
    await says(`server trust box1 --fingerprint ${hostKeyFingerprint}`)
    await ada.types('server check box1')
    const message = await slack.until(() => slack.messages.find((one) => one.text.includes('pending')))

    const worker = await Bot.start({ ...shared, ROLES: 'worker' })
    await slack.until(() => message.text.includes('success') || undefined)
    expect(worker.output).not.toContain('claim')
    expect((await fetch(`${worker.url}/console`)).status).toBe(404)
    expect((await fetch(`${worker.url}/readyz`)).status).toBe(200)

    await worker.remove()
    await bot.remove()
    await slack.stop()
    await database.drop()
  })
})
