import { describe, expect, test } from 'vitest'
import { tables } from '../../adapters/store/entities/tables.ts'
import type { Rows } from '../../core/ports/rows.ts'
import type { Store, Writable, Writing } from '../../core/ports/store.ts'
import { job } from './store-job.ts'
import { onEveryDatabase, opened } from './store-places.ts'
import { emptied, full, names } from './store-rows.ts'

async function insert<Name extends keyof Rows>(rows: Writing, name: Name, row: Rows[Name]): Promise<void> {
  const table = rows[name] as unknown as Writable<Rows[Name]>
  await table.insert(row)
}

async function all(store: Store): Promise<Record<string, unknown>> {
  const found = await Promise.all(names.map(async (name) => [name, await store.reading[name].find()] as const))
  return Object.fromEntries(found)
}

describe('the tables', () => {
  test('every table has an example here', () => {
    expect(names.toSorted()).toEqual(Object.keys(tables).toSorted())
  })

  onEveryDatabase((fresh) => {
    test('are as the rows say once the migrations ran', async () => {
      const store = await opened(await fresh())
      expect(await store.difference()).toEqual([])
    })

    test('keep a full row of each kind as it was', async () => {
      const store = await opened(await fresh())
      await store.write(async (rows) => {
        for (const name of names) await insert(rows, name, full[name])
      })
      expect(await all(store)).toEqual(Object.fromEntries(names.map((name) => [name, [full[name]]])))
    })

    test('keep a row of each kind that is as empty as it may be', async () => {
      const store = await opened(await fresh())
      await store.write(async (rows) => {
        for (const name of names) await insert(rows, name, emptied(name))
      })
      expect(await all(store)).toEqual(Object.fromEntries(names.map((name) => [name, [emptied(name)]])))
    })

    test('change a row to what an update says, column for column', async () => {
      const store = await opened(await fresh())
      await store.write((rows) => rows.job.insert(emptied('job')))
      expect(await store.write((rows) => rows.job.update({ id: job.id }, job))).toBe(1)
      expect(await store.reading.job.find()).toEqual([job])
      await store.write((rows) => rows.job.update({ id: job.id }, emptied('job')))
      expect(await store.reading.job.find()).toEqual([emptied('job')])
    })

    test('take the lines of a job many at once, with whatever a program prints', async () => {
      const store = await opened(await fresh())
      const lines = Array.from({ length: 7000 }, (_, sequence) => ({ ...full.line, sequence }))
      await store.write(async (rows) => {
        await rows.job.insert(job)
        await rows.line.insert(...lines)
        await rows.line.insert({ ...full.line, sequence: 7000, message: "nul \0, ':w0' and $1 ? \u{1F98A}" })
      })
      expect(await store.reading.line.count()).toBe(7001)
      expect(await store.reading.line.find({ sequence: { below: 7000 } }, { order: ['sequence'] })).toEqual(lines)
      expect((await store.reading.line.one({ sequence: 7000 }))?.message).toBe("nul ␀, ':w0' and $1 ? \u{1F98A}")
    })

    test('refuse what a column does not hold', async () => {
      const store = await opened(await fresh())
      const wrong = [{ priority: 1.5 }, { readyAt: Number.NaN }, { target: 5 as never }, { automatic: 1 as never }]
      for (const part of wrong) {
        await expect(store.write((rows) => rows.job.insert({ ...job, ...part }))).rejects.toThrow(TypeError)
        await expect(store.write((rows) => rows.job.update({}, part))).rejects.toThrow(TypeError)
      }
      await expect(store.write((rows) => rows.job.insert({ ...job, state: null as never }))).rejects.toThrow(/state/)
    })

    test('keep no child without its parent, and children go with it where they cannot stay', async () => {
      const store = await opened(await fresh())
      await expect(store.write((rows) => rows.line.insert(full.line))).rejects.toThrow(/foreign key/i)
      await store.write(async (rows) => {
        for (const name of names) await insert(rows, name, full[name])
      })
      await expect(store.write((rows) => rows.organization.remove({ id: 'o1' }))).rejects.toThrow(/foreign key/i)
      await store.write((rows) => rows.job.remove({ id: 'j1' }))
      await store.write((rows) => rows.member.remove({ id: 'm1' }))
      for (const name of [
        'line',
        'stage',
        'hold',
        'post',
        'identity',
        'grant',
        'permit',
        'token',
        'code',
        'session',
      ] as const) {
        expect(await store.reading[name].count(), name).toBe(0)
      }
      expect(await store.reading.event.count()).toBe(1)
    })
  })
})
