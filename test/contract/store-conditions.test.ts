import { describe, expect, test } from 'vitest'
import type { Instance } from '../../core/instance/instance.ts'
import type { Page, Where } from '../../core/ports/store.ts'
import type { FreshPlace } from './store-places.ts'
import { onEveryDatabase, opened } from './store-places.ts'
import { full } from './store-rows.ts'

const rows: Instance[] = [
  { ...full.instance, id: 'a', name: 'Żółw 100%', domain: 'one.test', state: 'draft', createdAt: 10 },
  { ...full.instance, id: 'b', name: 'alpha_1', domain: null, state: 'deployed', createdAt: 20 },
  { ...full.instance, id: 'c', name: 'Alpha-2 [x]*?', domain: 'two.test', state: 'error', createdAt: 30 },
  { ...full.instance, id: 'd', name: 'back\\slash', domain: null, state: 'deployed', createdAt: 40, settings: {} },
]

async function filled(fresh: FreshPlace) {
  const store = await opened(await fresh())
  await store.write(async (writing) => {
    await writing.organization.insert(full.organization)
    await writing.server.insert(full.server)
    await writing.databaseServer.insert(full.databaseServer)
    await writing.project.insert(full.project)
    await writing.environment.insert(full.environment)
    await writing.instance.insert(...rows)
  })
  const ids = async (where: Where<Instance>, page: Page<Instance> = { order: ['id'] }) =>
    (await store.reading.instance.find(where, page)).map((row) => row.id).join('')
  return { store, ids }
}

const questions: [Where<Instance>, string][] = [
  [{}, 'abcd'],
  [{ id: 'a' }, 'a'],
  [{ domain: null }, 'bd'],
  [{ domain: { not: null } }, 'ac'],
  [{ domain: { not: 'one.test' } }, 'bcd'],
  [{ state: { not: 'deployed' } }, 'ac'],
  [{ id: { in: ['a', 'c', 'x'] } }, 'ac'],
  [{ id: { in: [] } }, ''],
  [{ domain: { in: [null, 'two.test'] } }, 'bcd'],
  [{ createdAt: { in: [10, 40] } }, 'ad'],
  [{ createdAt: { above: 20 } }, 'cd'],
  [{ createdAt: { atLeast: 20 } }, 'bcd'],
  [{ createdAt: { below: 20 } }, 'a'],
  [{ createdAt: { atMost: 20 } }, 'ab'],
  [{ name: { above: 'B' } }, 'abd'],
  [{ name: { contains: 'ALPHA' } }, 'bc'],
  [{ name: { contains: 'żÓŁ' } }, 'a'],
  [{ name: { contains: '0%' } }, 'a'],
  [{ name: { contains: 'a_1' } }, 'b'],
  [{ name: { contains: '[X]*?' } }, 'c'],
  [{ name: { contains: 'k\\S' } }, 'd'],
  [{ name: { contains: '' } }, 'abcd'],
  [{ settings: {} }, 'd'],
  [{ settings: { not: {} } }, 'abc'],
  [{ state: 'deployed', createdAt: { above: 20 } }, 'd'],
]

describe('what can be asked of rows', () => {
  onEveryDatabase((fresh) => {
    test('every condition finds what it says, and counts it', async () => {
      const { store, ids } = await filled(fresh)
      for (const [where, found] of questions) {
        expect(await ids(where), JSON.stringify(where)).toBe(found)
        expect(await store.reading.instance.count(where), JSON.stringify(where)).toBe(found.length)
      }
    })

    test('the same conditions choose what is changed and removed', async () => {
      const { store } = await filled(fresh)
      for (const [where, found] of questions) {
        expect(await store.write((writing) => writing.instance.update(where, { branch: 'x' }))).toBe(found.length)
      }
      expect(await store.write((writing) => writing.instance.remove({ domain: { in: [null, 'two.test'] } }))).toBe(3)
      expect(await store.reading.instance.count()).toBe(1)
    })

    test('only the columns that are asked for are read', async () => {
      const { store } = await filled(fresh)
      expect(await store.reading.instance.pick(['id', 'settings'], { id: 'd' })).toEqual([{ id: 'd', settings: {} }])
      const page = { order: ['-createdAt'], limit: 2, skip: 1 } as const
      expect(await store.reading.instance.pick(['name', 'domain'], {}, page)).toEqual([
        { name: 'Alpha-2 [x]*?', domain: 'two.test' },
        { name: 'alpha_1', domain: null },
      ])
    })

    test('flags are conditions too', async () => {
      const store = await opened(await fresh())
      await store.write((writing) => writing.member.insert(full.member, { ...full.member, id: 'm2', active: false }))
      expect((await store.reading.member.find({ active: false })).map((row) => row.id)).toEqual(['m2'])
      expect((await store.reading.member.find({ active: { in: [true] } })).map((row) => row.id)).toEqual(['m1'])
      expect((await store.reading.member.find({ active: { not: true } })).map((row) => row.id)).toEqual(['m2'])
    })

    test('lists longer than a statement may have values', async () => {
      const { ids } = await filled(fresh)
      const many = Array.from({ length: 70_000 }, (_, index) => `x${index}`)
      expect(await ids({ id: { in: [...many, 'b'] } })).toBe('b')
    })

    test('order and pages: texts by their characters, what is empty last', async () => {
      const { ids } = await filled(fresh)
      expect(await ids({}, { order: ['-createdAt'] })).toBe('dcba')
      expect(await ids({}, { order: ['name'] })).toBe('cbda')
      expect(await ids({}, { order: ['domain', 'id'] })).toBe('acbd')
      expect(await ids({}, { order: ['-domain', '-id'] })).toBe('cadb')
      expect(await ids({}, { order: ['state', '-createdAt'] })).toBe('dbac')
      expect(await ids({}, { order: ['id'], limit: 2 })).toBe('ab')
      expect(await ids({}, { order: ['id'], limit: 2, skip: 1 })).toBe('bc')
      expect(await ids({}, { order: ['id'], skip: 3 })).toBe('d')
      expect(await ids({}, { order: ['id'], limit: 0 })).toBe('')
    })

    test('a question that lost its value, or asks for no column, changes nothing', async () => {
      const { store } = await filled(fresh)
      const lost = { id: undefined } as unknown as Where<Instance>
      await expect(store.write((writing) => writing.instance.remove(lost))).rejects.toThrow(TypeError)
      await expect(store.reading.instance.find({ nothing: 1 } as Where<Instance>)).rejects.toThrow(TypeError)
      expect(await store.reading.instance.count()).toBe(4)
    })
  })
})
