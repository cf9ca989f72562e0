import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const manifest = readFileSync('slack-manifest.yaml', 'utf8')
const code = readdirSync('bot/slack')
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(`bot/slack/${name}`, 'utf8'))
  .join('\n')

/** What Slack's documentation asks for, for each method that we call. */
const scopesOfMethods: Record<string, string[]> = {
  'auth.test': [],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  filesUploadV2: ['files:write'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
}

/** What we read of events, as subscriptions, with the scopes that these need. */
const eventsRead: Record<string, { event: string; scopes: string[] }> = {
  app_mention: { event: 'app_mention', scopes: ['app_mentions:read'] },
  im: { event: 'message.im', scopes: ['im:history'] },
  app_home_opened: { event: 'app_home_opened', scopes: [] },
}

/** The entries of a list in the manifest, each with the comment behind it. */
function entries(name: string): { value: string; reason: string }[] {
  const lines = manifest.split('\n')
  const from = lines.findIndex((line) => line.trim() === `${name}:`)
  const found = lines.slice(from + 1)
  const end = found.findIndex((line) => !line.trim().startsWith('- '))
  return found.slice(0, end).map((line) => {
    const [value = '', reason = ''] = line.trim().slice(2).split(' # ')
    return { value, reason }
  })
}

test('every method that we call is known here with its scopes', () => {
  const called = [...code.matchAll(/#client\s*\.\s*([\w.]+)\(/g)].map((found) => found[1] ?? '')
  expect([...new Set(called)].sort()).toEqual(Object.keys(scopesOfMethods).sort())
})

test('the manifest asks for exactly the scopes that are used, each with its reason', () => {
  const scopes = entries('bot')
  const used = new Set([
    'commands',
    ...Object.values(scopesOfMethods).flat(),
    ...Object.values(eventsRead).flatMap((one) => one.scopes),
  ])
  expect(scopes.map(({ value }) => value).sort()).toEqual([...used].sort())
  for (const { value, reason } of scopes) expect(reason, value).not.toBe('')
})

test('the manifest subscribes to exactly the events that are read', () => {
  const reading = readFileSync('bot/slack/read.ts', 'utf8')
  const read = [...reading.matchAll(/told\.(?:type|channel_type) (?:===|!==) '(\w+)'/g)].map((found) => found[1] ?? '')
  const kinds = [...new Set(read)].filter((kind) => kind !== 'message')
  expect(kinds.sort()).toEqual(Object.keys(eventsRead).sort())
  const subscribed = entries('bot_events').map(({ value }) => value)
  expect(subscribed.sort()).toEqual(
    Object.values(eventsRead)
      .map(({ event }) => event)
      .sort(),
  )
})

test('the manifest turns on all that people press', () => {
  for (const part of [
    '/odoo',
    'type: global',
    'type: message',
    'home_tab_enabled: true',
    'is_enabled: true',
    'socket_mode_enabled',
  ])
    expect(manifest).toContain(part)
})
