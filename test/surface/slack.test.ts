import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Bot } from './bot.ts'
import { SlackStandIn, type Transport } from './stand-in/slack.ts'
import { SlackPerson, seen, words } from './stand-in/slack-person.ts'

const transports: Transport[] = ['http', 'socket']

/** The whole surface twice: signed requests, and frames of Socket Mode. */
describe.each(transports)('Slack over %s', (transport) => {
  let slack: SlackStandIn
  let bot: Bot
  let ada: SlackPerson

  beforeAll(async () => {
    slack = await SlackStandIn.start()
    slack.transport = transport
    bot = await Bot.start(slack.settings)
    ada = new SlackPerson(slack, () => bot.url)
    const code = await bot.says(/claim ([A-Z0-9-]+)/)
    await ada.types(`claim ${code}`)
    await slack.until(() => slack.messages.find((one) => one.text.includes('Welcome')))
    await ada.types('server add box1 --host 127.0.0.1 --port 1')
    await slack.until(() => slack.messages.find((one) => words(one).includes('box1')))
  })

  afterEach(() => slack.mustBeContent())

  afterAll(async () => {
    await bot?.remove()
    await slack?.stop()
  })

  const addServer = (name: string) => ada.types(`server add ${name} --host 127.0.0.1 --port 1`)
  const said = (part: string) => slack.until(() => slack.messages.find((one) => words(one).includes(part)))

  test('lets a read stay here when it is told to', async () => {
    const before = slack.messages.length
    await ada.types('server show box1 —here')
    expect(words(await slack.until(() => slack.messages[before]))).toContain('127.0.0.1')
  })

  test('hears its name, in the channel and in a thread, and answers there', async () => {
    const whispers = slack.whispers.length
    await ada.mentions('server show box1', { thread_ts: '1699999999.000100' })
    const whisper = await slack.until(() => slack.whispers[whispers])
    expect(whisper).toMatchObject({ user: 'U1', channel: 'C1', thread: '1699999999.000100' })
    expect(words(whisper)).toContain('127.0.0.1')
  })

  test('speaks in a direct message', async () => {
    await ada.direct('server show box1')
    const message = await slack.until(() => slack.messages.find((one) => one.channel === 'DU1'))
    expect(words(message)).toContain('127.0.0.1')
  })

  test('acts once on a delivery that comes again', async () => {
    const trigger_id = slack.trigger('U1')
    await Promise.all([1, 2, 3].map(() => ada.types('server add twice --host 127.0.0.1 --port 1', { trigger_id })))
    await said('twice')
    await ada.types('server add twice --host 127.0.0.1 --port 1', { trigger_id })
    await ada.asks('server show twice')
    expect(slack.messages.filter((one) => words(one).includes('twice'))).toHaveLength(1)
    expect(slack.answers.filter((one) => words(one.body).includes('already_there'))).toHaveLength(0)
  })

  test('acts once on an event that Slack tries again', async () => {
    const whispers = slack.whispers.length
    const event = { type: 'app_mention', text: '<@UBOT> server show box1' }
    await ada.happens(event, 'Ev-again')
    await slack.until(() => slack.whispers[whispers])
    await ada.happens(event, 'Ev-again', { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' })
    await ada.asks('server show box1')
    expect(slack.whispers).toHaveLength(whispers + 1)
  })

  test('says before anything starts that it cannot post there', async () => {
    const outside = ada.in('C9')
    const answer = await outside.asks('server add nowhere --host 127.0.0.1 --port 1')
    expect(words(answer)).toContain('cannot_post')
    expect(words(await ada.asks('server show nowhere'))).toContain('not_found')
    expect(words(await ada.in('G1').asks('server add nowhere --host 127.0.0.1 --port 1'))).toContain('cannot_post')
    expect(words(await outside.asks('server show box1'))).toContain('127.0.0.1')
  })

  test('opens a form at once, keeps what was typed back and forth, and shows what is wrong at its field', async () => {
    const windows = slack.windows.length
    await ada.types('server add')
    const window = await ada.window(windows)
    expect(words(window.view)).toContain('Step 1 of 2')
    const wrong = await ada.submits(window, { name: 'box2', host: 'not a host!' })
    expect(wrong).toMatchObject({ response_action: 'errors', errors: { host: expect.stringContaining('host name') } })
    await ada.submits(window, { name: 'box2', host: '127.0.0.1', port: '1', user: 'deploy' })
    expect(words(window.view)).toContain('Step 2 of 2')
    await ada.goesBack(window)
    expect(words(window.view)).toContain('deploy')
    await ada.submits(window, { user: 'odoo' })
    const before = slack.messages.length
    expect(await ada.submits(window)).toEqual({})
    const done = await slack.until(() => slack.messages[before])
    expect(words(done)).toContain('box2')
    expect(words(await ada.asks('server show box2'))).toContain('odoo@127.0.0.1')
  })

  test('takes a line from both shortcuts', async () => {
    let windows = slack.windows.length
    await ada.shortcut()
    const direct = slack.messages.filter((one) => one.channel === 'DU1').length
    await ada.submits(await ada.window(windows), { line: 'server show box1' })
    const told = await slack.until(() => slack.messages.filter((one) => one.channel === 'DU1')[direct])
    expect(words(told)).toContain('127.0.0.1')

    windows = slack.windows.length
    const response = await ada.shortcut({ text: 'server show box1', ts: '1699999999.000200' })
    const window = await ada.window(windows)
    expect(words(window.view)).toContain('server show box1')
    await ada.submits(window)
    expect(words(await slack.answerTo(response))).toContain('127.0.0.1')
  })

  test('looks up options as somebody types, of what they may see', async () => {
    const windows = slack.windows.length
    await ada.types('server show')
    const window = await ada.window(windows)
    expect(await ada.lookedUp(window, 'server', 'bx1')).toEqual(['box1'])
    expect(await ada.lookedUp(window, 'server', '')).toContain('box2')
    const stranger = new SlackPerson(slack, () => bot.url, 'U7')
    expect(await stranger.lookedUp(window, 'server', '')).toEqual([])
  })

  test('shows the Home tab to a member, and to a stranger whom to ask', async () => {
    await ada.opensHome()
    const home = await slack.until(() => slack.homes.get('U1'))
    expect(words(home)).toContain('What you asked for last')
    await new SlackPerson(slack, () => bot.url, 'U7').opensHome()
    const theirs = words(await slack.until(() => slack.homes.get('U7')))
    expect(theirs).toContain('Ask ada')
    expect(theirs).not.toContain('What you asked for last')
  })

  test('lets guests and people of other companies see no more than strangers do', async () => {
    slack.people.set('UGUEST', { is_restricted: true })
    slack.people.set('UABROAD', { team_id: 'T9', is_stranger: true })
    const shown = await ada.asks('server show box1')
    for (const user of ['UGUEST', 'UABROAD', 'U7']) {
      const one = new SlackPerson(slack, () => bot.url, user)
      expect(words(await one.asks('server show box1'))).toContain('unknown_person')
      const pressed = seen(await slack.answerTo(await one.presses(shown, 'Share')))
      expect(words(pressed)).toContain('unknown_person')
    }
  })

  test('lets a button do no more than whoever presses it may', async () => {
    const answer = await ada.asks('server shwo box1')
    const stranger = new SlackPerson(slack, () => bot.url, 'U7')
    const pressed = seen(await slack.answerTo(await stranger.presses(answer, 'server show box1')))
    expect(words(pressed)).toContain('unknown_person')
  })

  test('says in the window that was opened for a stranger whom to ask', async () => {
    const windows = slack.windows.length
    await new SlackPerson(slack, () => bot.url, 'U7').types('server add')
    const window = await slack.until(() => slack.windows.slice(windows).find((one) => one.user === 'U7'))
    await slack.until(() => words(window.view).includes('Ask ada') || undefined)
  })

  test('finds another way when the address of the answer is closed', async () => {
    slack.deaf = true
    const whispers = slack.whispers.length
    await ada.types('server show box1')
    expect(words(await slack.until(() => slack.whispers[whispers]))).toContain('127.0.0.1')
    await ada.in('C9').types('server show box1')
    slack.deaf = false
    await slack.until(() => slack.messages.find((one) => one.channel === 'DU1' && words(one).includes('127.0.0.1')))
  })

  test('waits where Slack is too busy, and keeps nobody else waiting', async () => {
    slack.trouble('chat.postMessage', { status: 429, retryAfter: 2 })
    await addServer('late')
    await slack.until(() => slack.calls.filter((one) => one.method === 'chat.postMessage').length || undefined)
    expect(words(await ada.asks('server show box1'))).toContain('127.0.0.1')
    await said('late')
    expect(slack.messages.filter((one) => words(one).includes('late'))).toHaveLength(1)
  })

  test('takes a line as people’s keyboards and Slack make it', async () => {
    expect(words(await ada.asks('server show “box1”'))).toContain('127.0.0.1')
    await ada.types('server add links —host <http://127.0.0.1|127.0.0.1> —port 1')
    await said('links')
  })
})
