import { REST } from 'discord.js'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { DiscordStandIn } from '../../surface/stand-in/discord.ts'
import { DiscordPerson } from '../../surface/stand-in/discord-person.ts'
import { ids } from '../../surface/stand-in/discord-state.ts'
import { clientFor, loggedIn } from './client.ts'

const here = `/channels/${ids.operations}/messages` as const
const commands = `/applications/${ids.bot}/guilds/${ids.guild}/commands` as const
const long = (size: number) => 'x'.repeat(size)

describe('what Discord’s stand-in does not take', () => {
  let discord: DiscordStandIn
  let rest: REST

  beforeAll(async () => {
    discord = await DiscordStandIn.start()
    rest = new REST({ api: discord.api, version: '10' }).setToken(discord.settings['DISCORD_TOKEN'] ?? '')
  })

  afterEach(() => discord.mustBeContent())
  afterAll(() => discord?.stop())

  /** The faults that a request makes; and Discord refuses it with this status. */
  async function faultsOf(asking: Promise<unknown>, status = 400): Promise<string> {
    await expect(asking).rejects.toMatchObject({ status })
    const found = discord.faults.splice(0)
    expect(found).not.toEqual([])
    return found.join('\n')
  }

  test('a route that Discord does not have', async () => {
    expect(await faultsOf(rest.get('/channels/abc/nothing'), 404)).toContain('is no route')
    await expect(rest.get(`/channels/${ids.operations}/nothing`)).rejects.toThrow('404')
    expect(() => discord.mustBeContent()).toThrow('is no route')
  })

  test('a field that the document does not know, at any depth', async () => {
    expect(await faultsOf(rest.post(here, { body: { content: 'x', colour: 1 } }))).toContain('colour')
    expect(await faultsOf(rest.post(here, { body: { embeds: [{ title: 'x', headline: 1 }] } }))).toContain('headline')
    const button = { type: 2, style: 1, label: 'x', custom_id: 'a', wide: true }
    const body = { components: [{ type: 1, components: [button] }] }
    expect(await faultsOf(rest.post(here, { body }))).toContain('wide')
  })

  test.each([
    ['content over 2000', { content: long(2001) }, '2001 characters'],
    ['embeds over 6000 in all', { embeds: [{ description: long(4000) }, { description: long(2001) }] }, '6001'],
    ['26 fields', { embeds: [{ fields: Array.from({ length: 26 }, () => ({ name: 'a', value: 'b' })) }] }, '/fields'],
    ['a field without a value', { embeds: [{ fields: [{ name: 'a', value: ' ' }] }] }, 'without a name or a value'],
    ['a title over 256', { embeds: [{ title: long(257) }] }, '/title'],
    ['six rows', { components: rows(6) }, '6 rows'],
    [
      'six buttons in a row',
      { components: [{ type: 1, components: Array.from({ length: 6 }, (_, at) => button(at)) }] },
      '/components',
    ],
    [
      'a custom_id over 100',
      { components: [{ type: 1, components: [{ ...button(1), custom_id: long(101) }] }] },
      '100',
    ],
    ['a custom_id twice', { components: [{ type: 1, components: [button(1), button(1)] }] }, 'there twice'],
    ['a link with a custom_id', { components: [{ type: 1, components: [{ ...button(1), style: 5 }] }] }, 'a link'],
    ['26 options', { components: [select(26)] }, '/options'],
    [
      'a button beside a select',
      { components: [{ type: 1, components: [button(1), ...select(1).components] }] },
      'or one select',
    ],
    ['a picture that is not there', { embeds: [{ image: { url: 'attachment://a.png' } }] }, 'is not there'],
    [
      'Components V2 beside content',
      { content: 'x', flags: 1 << 15, components: [{ type: 10, content: 'x' }] },
      'beside',
    ],
    ['Components V2 without their flag', { components: [{ type: 10, content: 'x' }] }, 'only rows'],
  ])('a message: %s', async (_, body, fault) => {
    expect(await faultsOf(rest.post(here, { body }))).toContain(fault)
    expect(discord.messages).toEqual([])
  })

  const option = (at: number, more: object = {}) => ({ type: 3, name: `o${at}`, description: 'x', ...more })
  const many = (count: number, more: object = {}) => Array.from({ length: count }, (_, at) => option(at, more))
  const command = (more: object = {}) => ({ name: 'x', description: 'x', ...more })

  test.each([
    ['an upper-case name', [command({ name: 'Deploy' })], 'is no name'],
    ['no description', [{ name: 'x' }], 'no description'],
    ['a description over 100', [command({ description: long(101) })], '/description'],
    ['26 options', [command({ options: many(26) })], '/options'],
    [
      'a required option after one that is not',
      [command({ options: [option(1), option(2, { required: true })] })],
      'after',
    ],
    [
      'over 8000 characters',
      [
        command({
          options: Array.from({ length: 4 }, (_, at) => ({
            type: 1,
            name: `s${at}`,
            description: 'x',
            options: many(25, { description: long(100) }),
          })),
        }),
      ],
      'of 8000',
    ],
    ['101 commands', Array.from({ length: 101 }, (_, at) => command({ name: `c${at}` })), 'of 100'],
    ['a name twice', [command(), command()], 'there twice'],
    [
      'choices and autocomplete',
      [command({ options: [option(1, { autocomplete: true, choices: [{ name: 'a', value: 'a' }] })] })],
      'choices and autocomplete',
    ],
    [
      'subcommands beside options',
      [command({ options: [{ type: 1, name: 'a', description: 'x' }, option(1)] })],
      'beside options',
    ],
  ])('commands: %s', async (_, body, fault) => {
    expect(await faultsOf(rest.put(commands, { body }))).toContain(fault)
    expect(discord.commands.size).toBe(0)
  })

  test('an answer of the wrong kind, twice, or too late', async () => {
    const client = await loggedIn(discord, clientFor(discord))
    await client.application.commands.set([command()], ids.guild)
    const ada = new DiscordPerson(discord)
    const modal = { custom_id: 'a', title: 'b', components: Array.from({ length: 6 }, (_, at) => input(at)) }
    const asked = await ada.types('x')
    const callback = `/interactions/${asked.id}/${asked.token}/callback` as const
    const answer = (body: unknown) => rest.post(callback, { body, auth: false })
    expect(await faultsOf(answer({ type: 7, data: { content: 'x' } }))).toContain('answered with type 7')
    expect(await faultsOf(answer({ type: 9, data: modal }))).toContain('6 rows in a modal')
    await expect(
      rest.post(`/webhooks/${ids.bot}/${asked.token}`, { body: { content: 'x' }, auth: false }),
    ).rejects.toMatchObject({ code: 10015 })
    await answer({ type: 4, data: { content: 'x' } })
    await expect(answer({ type: 4, data: { content: 'x' } })).rejects.toMatchObject({ code: 40060 })
    discord.aheadMs = 16 * 60_000
    const original = `/webhooks/${ids.bot}/${asked.token}/messages/@original` as const
    await expect(rest.patch(original, { body: { content: 'y' }, auth: false })).rejects.toMatchObject({ code: 50027 })
    const late = await ada.types('x')
    discord.aheadMs += discord.firstAnswerMs + 1
    const tooLate = rest.post(`/interactions/${late.id}/${late.token}/callback`, { body: { type: 5 }, auth: false })
    await expect(tooLate).rejects.toMatchObject({ code: 10062 })
    discord.aheadMs = 0
    await client.destroy()
  })

  test('more requests than a bucket holds, and says when to come again', async () => {
    discord.buckets.rules['create_message'] = { limit: 2, ms: 2000 }
    const other = discord.addChannel(discord.snowflake(), 'quiet').id
    const headers = { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' }
    const address = `${discord.api}/v10/channels/${other}/messages`
    const send = () => fetch(address, { method: 'POST', headers, body: '{"content":"x"}' })
    const answers = [await send(), await send(), await send()]
    expect(answers.map((one) => one.status)).toEqual([200, 200, 429])
    expect(answers.map((one) => one.headers.get('x-ratelimit-remaining'))).toEqual(['1', '0', '0'])
    expect(answers[2]?.headers.get('x-ratelimit-scope')).toBe('user')
    expect(await answers[2]?.json()).toMatchObject({ global: false, retry_after: expect.any(Number) })
    expect(discord.buckets.overruns).toEqual(['create_message'])
  })

  test('no more than the headers tell, which the client waits by', async () => {
    discord.buckets.rules['create_message'] = { limit: 2, ms: 500 }
    const other = discord.addChannel(discord.snowflake(), 'busy').id
    const address = `/channels/${other}/messages` as const
    await Promise.all([1, 2, 3, 4, 5].map(() => rest.post(address, { body: { content: 'x' } })))
    expect(discord.messages.filter((one) => one.channel === other)).toHaveLength(5)
    expect(discord.buckets.overruns).toHaveLength(1)
  })

  test('fails when it is told to, and the client comes again', async () => {
    const before = discord.messages.length
    discord.trouble('create_message', { status: 429, retryAfter: 0.1 })
    discord.trouble('create_message', { status: 502 })
    await rest.post(here, { body: { content: 'late' } })
    expect(discord.messages).toHaveLength(before + 1)
    discord.trouble('create_message', { lost: true })
    const once = { content: 'once', nonce: '7', enforce_nonce: true }
    // By how the line broke, the client may have come again itself.
    await rest.post(here, { body: once }).catch(() => undefined)
    await rest.post(here, { body: once })
    expect(discord.messages.filter((one) => one.content === 'once')).toHaveLength(1)
    discord.trouble('create_message', { hangs: true })
    const hanging = rest.post(here, { body: { content: 'never' }, signal: AbortSignal.timeout(200) })
    await expect(hanging).rejects.toThrow('aborted')
    expect(discord.messages.filter((one) => one.content === 'never')).toHaveLength(0)
  })

  test('a body that cannot be read, and a file that did not come', async () => {
    const headers = { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' }
    const answer = await fetch(`${discord.api}/v10${here}`, { method: 'POST', headers, body: '{"content":' })
    expect(answer.status).toBe(400)
    expect(discord.faults.splice(0).join()).toContain('no JSON')
    const body = { content: 'x', attachments: [{ id: '0', description: 'x' }] }
    expect(await faultsOf(rest.post(here, { body }))).toContain('did not come')
  })

  test('another token', async () => {
    const stranger = new REST({ api: discord.api, version: '10' }).setToken('wrong')
    await expect(stranger.get('/users/@me')).rejects.toMatchObject({ status: 401 })
  })
})

function button(at: number) {
  return { type: 2, style: 1, label: 'x', custom_id: `b${at}` }
}

function rows(count: number) {
  return Array.from({ length: count }, (_, at) => ({ type: 1, components: [button(at)] }))
}

function select(count: number) {
  const options = Array.from({ length: count }, (_, at) => ({ label: `${at}`, value: `${at}` }))
  return { type: 1, components: [{ type: 3, custom_id: 's', options }] }
}

function input(at: number) {
  return { type: 18, label: 'x', component: { type: 4, custom_id: `i${at}`, style: 1 } }
}
