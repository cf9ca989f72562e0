import { describe, expect, test } from 'vitest'
import { snapshot, withAcme } from './acme.ts'

describe('environment.create', () => {
  test('names what does not exist yet, in full or in the channel of its project', async () => {
    const { house, maintainer } = await withAcme()
    const { data } = await house.asks(maintainer, 'environment.create', { environment: 'acme/development' })
    expect(data).toMatchObject({ reference: 'acme/development', server: null, deployed: 0, total: 0 })
    const bound = await withAcme()
    await bound.house.asks(bound.maintainer, 'channel.bind', { place: 'acme' })
    expect(
      (await bound.house.asks(bound.maintainer, 'environment.create', { environment: 'development' })).data,
    ).toMatchObject({ reference: 'acme/development' })
  })

  test('refuses what is wrong, and keeps nothing of it', async () => {
    const { house, admin, maintainer, plus, outsider } = await withAcme()
    const before = await snapshot(house)
    const refused: [typeof admin, Record<string, unknown>, Record<string, unknown>][] = [
      [admin, { environment: 'acme/staging' }, { code: 'already_there', field: 'environment' }],
      [admin, { environment: 'acme/qa' }, { code: 'invalid_arguments', field: 'environment' }],
      [admin, { environment: 'acme/stg' }, { code: 'invalid_arguments' }],
      [admin, { environment: 'development' }, { code: 'invalid_arguments', field: 'environment' }],
      [admin, { environment: 'acme/staging/development' }, { code: 'invalid_arguments' }],
      [admin, { environment: 'acm/development' }, { code: 'not_found' }],
      [admin, { environment: 'acme/development', server: 'box' }, { code: 'not_found' }],
      [admin, {}, { code: 'missing_arguments', field: 'environment' }],
      [plus, { environment: 'acme/development' }, { code: 'not_allowed', status: 403 }],
      [outsider, { environment: 'acme/development' }, { code: 'not_found', status: 404 }],
    ]
    for (const [who, given, told] of refused)
      expect(await house.refuses(who, 'environment.create', given), JSON.stringify(given)).toMatchObject(told)
    expect(await snapshot(house)).toEqual(before)
    await house.asks(maintainer, 'environment.create', { environment: 'acme/development', server: 'box1' })
  })
})

describe('environment.automate', () => {
  test('keeps what was said, and forgets it by reset', async () => {
    const { house, developer } = await withAcme()
    const said = { update_type: 'update', automatic_install: true, coverage: true, coverage_threshold: '79.5' }
    const { data } = await house.asks(developer, 'environment.automate', { environment: 'acme/staging', ...said })
    expect(data).toMatchObject({ automation: { ...said, coverage_threshold: 79.5, clean_database: false } })
    const one = await house.asks(developer, 'environment.automate', { environment: 'acme/staging', coverage: false })
    expect(one.data).toMatchObject({ automation: { update_type: 'update', coverage: false } })
    const none = await house.asks(developer, 'environment.automate', { environment: 'acme/staging', reset: true })
    expect(none.data).toMatchObject({
      automation: { update_type: 'off', automatic_install: false, coverage_threshold: 0 },
    })
  })

  test('is Developer Plus’s on production, and nobody’s by a guess', async () => {
    const { house, developer, plus, viewer, outsider } = await withAcme()
    const before = await snapshot(house)
    const given = { environment: 'acme/production', update_type: 'notify' }
    expect(await house.refuses(developer, 'environment.automate', given)).toMatchObject({
      code: 'not_allowed',
      message: expect.stringContaining('Developer Plus'),
    })
    expect(
      await house.refuses(viewer, 'environment.automate', { ...given, environment: 'acme/staging' }),
    ).toMatchObject({ code: 'not_allowed' })
    expect(await house.refuses(outsider, 'environment.automate', given)).toMatchObject({ code: 'not_found' })
    expect(await house.refuses(plus, 'environment.automate', { ...given, environment: 'acme/prod' })).toMatchObject({
      code: 'not_found',
    })
    expect(await house.refuses(plus, 'environment.automate', { environment: 'acme/staging' })).toMatchObject({
      code: 'missing_arguments',
    })
    expect(
      await house.refuses(plus, 'environment.automate', { environment: 'acme/staging', coverage_threshold: 101 }),
    ).toMatchObject({ field: 'coverage_threshold' })
    expect(await snapshot(house)).toEqual(before)
    await house.asks(plus, 'environment.automate', given)
  })
})

describe('environment.destroy', () => {
  test('wants its name typed, and nothing deployed in it', async () => {
    const { house, admin, maintainer } = await withAcme()
    const before = await snapshot(house)
    const place = { environment: 'acme/staging' }
    expect(await house.refuses(admin, 'environment.destroy', place)).toMatchObject({
      code: 'unconfirmed',
      remedy: 'Confirm by typing acme/staging: in a text by `--confirm acme/staging`.',
    })
    expect(await house.refuses(maintainer, 'environment.destroy', { ...place, confirm: 'acme/staging' })).toMatchObject(
      { code: 'not_allowed' },
    )
    await house.store.write((rows) => rows.instance.update({ name: 'v19' }, { state: 'error' }))
    expect(await house.refuses(admin, 'environment.destroy', { ...place, confirm: 'acme/staging' })).toMatchObject({
      code: 'state_forbids',
    })
    await house.store.write((rows) => rows.instance.update({ name: 'v19' }, { state: 'draft' }))
    expect(await snapshot(house)).toEqual(before)
    await house.asks(admin, 'environment.destroy', { ...place, confirm: 'acme/staging' })
    expect(await house.store.reading.environment.count({ kind: 'staging' })).toBe(0)
    expect(await house.store.reading.instance.count()).toBe(1)
  })

  test('of production needs an approval, whoever asks', async () => {
    const { house, admin } = await withAcme()
    const outcome = await house.outcome(admin, 'environment.destroy', {
      environment: 'acme/production',
      confirm: 'acme/production',
    })
    expect(outcome.kind).toBe('approval')
    expect(await house.store.reading.environment.count({ kind: 'production' })).toBe(1)
  })
})

test('environments are listed and shown with their counts, to those who see them', async () => {
  const { house, viewer, outsider } = await withAcme()
  await house.store.write(async (rows) => {
    const [staging] = await rows.environment.find({ kind: 'staging' })
    await rows.instance.update({ environmentId: staging?.id ?? '' }, { state: 'deployed' })
  })
  expect((await house.asks(viewer, 'environment.list')).data).toMatchObject({
    environments: [
      { reference: 'acme/production', deployed: 0, total: 1 },
      { reference: 'acme/staging', deployed: 1, total: 1 },
    ],
    next: null,
  })
  expect((await house.asks(outsider, 'environment.list')).data).toMatchObject({ total: 0 })
  expect((await house.asks(viewer, 'environment.show', { environment: 'acme stg' })).data).toMatchObject({
    server: 'box1',
    instances: ['v19'],
  })
  expect((await house.refuses(outsider, 'environment.show', { environment: 'acme/staging' })).code).toBe('not_found')
  expect((await house.refuses(outsider, 'environment.list', { project: 'acme' })).code).toBe('not_found')
})
