import sqlite3 from 'sqlite3'
import { describe, expect, test } from 'vitest'
import { sinceTime } from '../../core/audit/since.rule.ts'
import { change } from '../../core/event/change.ts'
import { newClaimCode } from '../../core/member/first-admin.ts'
import { type Person, type TestHouse, testHouse } from './house.ts'
import { project } from './places.ts'

/** Somebody with the file in hand and no key: writes past the bot, over a connection of their own. */
function tamper(house: TestHouse, ...statements: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const database = new sqlite3.Database(house.file)
    database.exec(statements.join(';\n'), (error) => {
      database.close((closing) => {
        const failed = error ?? closing
        if (failed) reject(failed)
        else resolve()
      })
    })
  })
}

async function recorded(entries: number): Promise<{ house: TestHouse; admin: Person }> {
  const house = await testHouse()
  const admin = await house.person('admin', 'admin')
  for (let made = 0; made < entries; made += 1) {
    await house.asks(admin, 'me.configure', { quiet_from: '22:00', quiet_until: `0${made % 10}:00` })
  }
  return { house, admin }
}

const verified = async (house: TestHouse, admin: Person) => (await house.asks(admin, 'audit.verify')).data

const columns =
  '"at", "member_id", "who", "operation", "target", "organization_id", "project_id", "arguments", "origin", "outcome", "detail", "signature"'
const copyTo = (position: number, from: number) =>
  `INSERT INTO "audit" ("position", ${columns}) SELECT ${position}, ${columns} FROM "audit" WHERE "position" = ${from}`
const moveFrom = (position: number, by: 1 | -1) => [
  `UPDATE "audit" SET "position" = -("position" + ${by}) WHERE "position" >= ${position}`,
  `UPDATE "audit" SET "position" = -"position" WHERE "position" < 0`,
]

describe('audit verify', () => {
  test('finds the chain whole, over several batches and with names of every kind', async () => {
    const house = await testHouse()
    const code = await newClaimCode(house)
    const admin = { ...(await house.person('odd')), name: 'Zoë\u0000 🦊\ud800 O’Neil' }
    await house.asks(admin, 'claim', { code })
    await house.asks(admin, 'me.configure', { name: 'Zoë 🦊' })
    const [sample] = await house.store.reading.audit.find()
    if (!sample) throw new Error('nothing was recorded')
    const { position: _position, at: _at, signature: _signature, ...again } = sample
    await change(house, (rows) => {
      for (let made = 0; made < 1100; made += 1) rows.record({ ...again, detail: String(made) })
      return Promise.resolve()
    })
    expect(await verified(house, admin)).toEqual({ whole: true, entries: 1102, broken: null })
    await tamper(house, `UPDATE "audit" SET "detail" = 'x' WHERE "position" = 1001`)
    expect(await verified(house, admin)).toMatchObject({ broken: { position: 1001, how: 'changed' } })
  })

  test.each([
    ['who', `UPDATE "audit" SET "who" = 'nobody' WHERE "position" = 3`],
    ['outcome', `UPDATE "audit" SET "outcome" = 'refused' WHERE "position" = 3`],
    ['arguments', `UPDATE "audit" SET "arguments" = '{}' WHERE "position" = 3`],
    ['origin', `UPDATE "audit" SET "origin" = replace("origin", 'C1', 'C2') WHERE "position" = 3`],
    ['at', `UPDATE "audit" SET "at" = "at" + 1 WHERE "position" = 3`],
    ['signature', `UPDATE "audit" SET "signature" = 'x' WHERE "position" = 3`],
  ])('names an entry whose %s was changed', async (_what, statement) => {
    const { house, admin } = await recorded(6)
    expect(await verified(house, admin)).toMatchObject({ whole: true, entries: 6 })
    await tamper(house, statement)
    expect(await verified(house, admin)).toEqual({ whole: false, entries: 6, broken: { position: 3, how: 'changed' } })
  })

  test.each([
    ['the first', 1],
    ['one in the middle', 3],
  ])('names %s when it was removed', async (_which, position) => {
    const { house, admin } = await recorded(6)
    await tamper(house, `DELETE FROM "audit" WHERE "position" = ${position}`)
    expect(await verified(house, admin)).toMatchObject({ broken: { position, how: 'removed' } })
  })

  test('names one that was removed though the gap was closed and the counter set back', async () => {
    const { house, admin } = await recorded(6)
    await tamper(
      house,
      `DELETE FROM "audit" WHERE "position" = 3`,
      ...moveFrom(4, -1),
      `UPDATE "counter" SET "value" = 5 WHERE "name" = 'audit'`,
    )
    expect(await verified(house, admin)).toMatchObject({ broken: { position: 3, how: 'removed' } })
  })

  test('names one that was slipped in: before the first, in between, behind the last', async () => {
    for (const [position, statements] of [
      [0, [copyTo(0, 2)]],
      [3, [...moveFrom(3, 1), copyTo(3, 2)]],
      [7, [copyTo(7, 6)]],
    ] as const) {
      const { house, admin } = await recorded(6)
      await tamper(house, ...statements)
      expect(await verified(house, admin)).toMatchObject({ broken: { position, how: 'inserted' } })
    }
  })

  test('names a cut tail, also when the counter was set back, and when all is gone', async () => {
    const { house, admin } = await recorded(6)
    await tamper(house, `DELETE FROM "audit" WHERE "position" > 4`)
    expect(await verified(house, admin)).toMatchObject({ broken: { position: 5, how: 'tail_cut' } })
    await tamper(house, `UPDATE "counter" SET "value" = 4 WHERE "name" = 'audit'`)
    expect(await verified(house, admin)).toMatchObject({ broken: { position: 5, how: 'tail_cut' } })
    await tamper(house, `DELETE FROM "audit"`)
    expect(await verified(house, admin)).toMatchObject({ broken: { position: 1, how: 'tail_cut' } })
  })

  test('is not confused by entries that are written meanwhile', async () => {
    const { house, admin } = await recorded(3)
    const writing = Array.from({ length: 20 }, () => house.asks(admin, 'me.configure', { notify: ['none'] }))
    const reading = Array.from({ length: 10 }, () => verified(house, admin))
    for (const one of await Promise.all(reading)) expect(one).toMatchObject({ whole: true })
    await Promise.all(writing)
    expect(await verified(house, admin)).toMatchObject({ whole: true, entries: 23 })
  })
})

describe('audit list', () => {
  test('keeps who, where, what and how it ended, for refusals too, and reads leave no entry', async () => {
    const house = await testHouse()
    const admin = await house.person('admin', 'admin')
    const anna = await house.person('anna', 'viewer')
    const origin = {
      surface: 'slack',
      team: 'T1',
      channel: 'C7',
      thread: '1.2',
      link: 'https://slack.test/p1',
    } as const
    await house.asks(admin, 'member.add', { member: '@UBEN', level: 'viewer' }, { origin })
    await house.refuses(anna, 'member.add', { member: '@UEVE', level: 'admin' })
    await house.asks(anna, 'me')
    // Asked back for the rest: nothing is refused yet.
    await house.refuses(admin, 'member.add')
    await house.refuses(admin, 'member.deactivate', { member: 'anna' })
    const { entries } = (await house.asks(admin, 'audit.list')).data as { entries: unknown[] }
    expect(entries).toMatchObject([
      {
        who: 'anna',
        operation: 'member.add',
        outcome: 'refused',
        detail: 'not_allowed',
        arguments: { level: 'admin' },
      },
      { who: 'admin', operation: 'member.add', outcome: 'done', target: 'UBEN', origin },
    ])
  })

  test('shows maintainers what is theirs, filters, and pages', async () => {
    const house = await testHouse()
    const admin = await house.person('admin', 'admin')
    const [acme, beta] = [await project(house, 'acme'), await project(house, 'beta')]
    const maintainer = await house.person('max', 'maintainer', { scope: 'project', scopeId: acme })
    for (const slug of ['acme', 'beta']) {
      await house.asks(admin, 'member.add', { member: '@UBEN', project: slug })
      house.clock.forward(3_600_000)
    }
    await house.asks(maintainer, 'me.configure', { notify: ['none'] })
    const list = async (who: Person, given = {}) =>
      ((await house.asks(who, 'audit.list', given)).data as { entries: { position: number }[] }).entries
    expect(await list(admin)).toHaveLength(3)
    expect(await list(maintainer)).toMatchObject([{ projectId: acme }])
    expect(await list(admin, { project: 'beta' })).toMatchObject([{ projectId: beta }])
    expect(await list(admin, { organization: 'default' })).toHaveLength(2)
    expect(await list(admin, { member: 'max' })).toMatchObject([{ operation: 'me.configure' }])
    expect(await list(admin, { operation: 'member add' })).toHaveLength(2)
    expect(await list(admin, { since: '1h' })).toHaveLength(2)
    expect(await list(admin, { before: 2 })).toMatchObject([{ position: 1 }])
    expect((await house.refuses(admin, 'audit.list', { since: 'lately' })).field).toBe('since')
    expect((await house.refuses(maintainer, 'audit.list', { project: 'beta' })).code).toBe('not_found')
    const viewer = await house.person('vera', 'viewer')
    expect(await house.refuses(viewer, 'audit.list')).toMatchObject({ code: 'not_allowed' })
    expect((await house.refuses(maintainer, 'audit.verify')).code).toBe('not_allowed')
  })
})

test.each([
  ['30m', 70_000_000 - 1_800_000],
  ['12H', 70_000_000 - 43_200_000],
  ['1970-01-01', 0],
  ['1970-01-01T01:00:00Z', 3_600_000],
  ['yesterday', null],
  ['1970-13-01', null],
  ['', null],
])('since %s', (text, time) => {
  expect(sinceTime(text, 70_000_000)).toBe(time)
})
