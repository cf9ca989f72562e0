import { randomBytes, randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openVault } from '../../../adapters/vault/vault.ts'
import {
  type Filling as AnyFilling,
  formFor,
  withoutSecrets,
  withPage,
  wrongOn,
} from '../../../bot/conversation/filling.ts'
import { stash, unstash } from '../../../bot/conversation/stash.ts'
import type { Way } from '../../../bot/slack/arrived.ts'
import { limits } from '../../../bot/slack/render/limits.ts'
import { windowOf } from '../../../bot/slack/window.ts'
import type { House } from '../../../core/house.ts'
import { argument } from '../../../core/operation/argument.ts'
import { operation } from '../../../core/operation/operation.ts'
import { Operations } from '../../../core/operation/registry.ts'
import { onPlatform } from '../../../core/operation/target.ts'
import { Secret } from '../../../core/secret.ts'

const secret = 'correct horse battery staple'

const login = operation({
  id: 'registry.login',
  summary: 'Log in somewhere',
  examples: ['registry login acme'],
  arguments: {
    name: argument(z.string().regex(/^[a-z]+$/, 'is small letters'), { label: 'Name', positional: true }),
    password: argument(z.string().min(8), { label: 'Password', secret: true, step: 'Secrets' }),
    note: argument(z.string().optional(), { label: 'Note', step: 'Secrets' }),
    port: argument(z.coerce.number().max(65_535).default(5000), { label: 'Port', step: 'Where' }),
  },
  aim: onPlatform,
  least: 'member',
  answer: () => Promise.resolve({ card: { title: 'in' }, data: null }),
})

const way = {
  team: 'T1',
  userTeam: 'T1',
  user: 'U1',
  userName: 'ada',
  channel: 'C1',
  thread: null,
  message: null,
  responseUrl: null,
}

type Filling = AnyFilling<Way>

let house: Pick<House, 'vault' | 'operations' | 'clock' | 'chance' | 'store' | 'log'>
let kept: Map<string, string>

/** Of the house only what windows need: a real vault, and a table of deliveries. */
beforeEach(() => {
  kept = new Map()
  const delivery = {
    insert: (row: { key: string; payload: string }) => Promise.resolve(void kept.set(row.key, row.payload)),
    one: ({ key }: { key: string }) => Promise.resolve({ payload: kept.get(key) ?? null }),
  }
  house = {
    vault: openVault(new Secret(randomBytes(32).toString('base64'))),
    operations: new Operations([login]),
    clock: { now: () => 1_700_000_000_000 },
    chance: { id: () => randomUUID() },
    store: { reading: { delivery }, write: (work: (rows: unknown) => unknown) => work({ delivery }) },
    log: { warn: () => undefined },
  } as unknown as House
})

const filling: Filling = {
  operation: 'registry.login',
  given: { name: 'acme' },
  typed: {},
  page: 0,
  seen: [],
  filled: false,
  way,
}

function formOf(one: Filling) {
  const form = formFor(house as House, one)
  if (!form) throw new Error('there is no form')
  return form
}

describe('a form in a window', () => {
  test('keeps a secret that was typed, through the window, and shows it nowhere', async () => {
    const form = formOf(filling)
    const fields = form.pages[0]?.fields ?? []
    const typed = { ...withPage(filling, fields, { password: secret, note: 'hm' }), page: 1 }
    const window = await windowOf(house as House, form, typed)
    expect(JSON.stringify(window)).not.toContain(secret)
    expect([...kept.values()].join()).not.toContain(secret)
    const carried = await unstash(house as House, 'slack', window.private_metadata ?? '')
    expect(carried).toMatchObject({ typed: { password: secret, note: 'hm' } })

    const back = await windowOf(house as House, form, { ...typed, page: 0 })
    expect(JSON.stringify(back)).not.toContain(secret)
    expect(JSON.stringify(back)).toContain('Typed already')
    const left = withPage({ ...typed, page: 0 }, fields, {})
    expect(left.typed).toEqual({ password: secret })
  })

  test('is kept in the store where it is more than Slack carries', async () => {
    const long = { ...filling, typed: { note: 'x'.repeat(20_000) } }
    const window = await windowOf(house as House, formOf(long), { ...long, page: 1 })
    expect(window.private_metadata?.length).toBeLessThanOrEqual(limits.metadata)
    expect(kept.size).toBe(1)
    expect(await unstash(house as House, 'slack', window.private_metadata ?? '')).toMatchObject({ typed: long.typed })
  })

  test('carries nothing that somebody else made up', async () => {
    expect(await unstash(house as House, 'slack', '{"operation":"registry.login"}')).toBeNull()
    const sealed = await stash(house as House, 'slack', filling, limits.metadata)
    expect(await unstash(house as House, 'slack', `${sealed.slice(0, -2)}AA`)).toBeNull()
    expect(await unstash(house as House, 'slack', 'slack:stash:of-nobody')).toBeNull()
  })

  test('says at the field what the declaration does not allow', () => {
    const fields = formOf({ ...filling, given: {} }).pages.flatMap((page) => page.fields)
    const values = { name: 'ACME', password: 'short', port: 99_999 }
    expect(Object.keys(wrongOn(login, fields, values)).sort()).toEqual(['name', 'password', 'port'])
    expect(wrongOn(login, fields, { name: 'acme', password: secret, port: 22 })).toEqual({})
  })

  test('is not begun with a secret that was typed as text', () => {
    expect(withoutSecrets(login, { name: 'acme', password: secret })).toEqual({ name: 'acme' })
  })
})
