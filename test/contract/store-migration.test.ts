import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { QueryRunner } from 'typeorm'
import { TableColumn } from 'typeorm'
import { describe, expect, test } from 'vitest'
import { MigrationsWait, StoreIsNewer } from '../../adapters/store/migrate.ts'
import { migrate } from '../../adapters/store/open.ts'
import { migrations } from '../../migrations/index.ts'
import { freshFolder, onEveryDatabase, opened } from './store-places.ts'
import { organization } from './store-rows.ts'

class Second {
  name = 'second_1863700000000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('organization', new TableColumn({ name: 'motto', type: 'text', isNullable: true }))
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('organization', 'motto')
  }
}

class WithoutIndex extends Second {
  override name = 'without_1863700000000'

  override async up(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('job', 'index_job_state_priority_ready_at')
  }
}

class Broken extends Second {
  override name = 'broken_1863700000000'

  override async up(runner: QueryRunner): Promise<void> {
    await super.up(runner)
    await runner.query('SELECT * FROM nowhere')
  }
}

describe('migrations', () => {
  onEveryDatabase((fresh) => {
    test('run once, and what is missing shows', async () => {
      const place = await fresh()
      expect((await migrate(place)).applied).toEqual(['first_1763700000000'])
      const store = await opened(place)
      expect(store.migrated).toEqual({ applied: [], copy: null })
      await store.close()
      const later = await opened(place, { migrations: [...migrations, Second] })
      expect(later.migrated.applied).toEqual(['second_1863700000000'])
      expect((await later.difference()).join()).toContain('organization')
    })

    test('an index that nobody made shows', async () => {
      const store = await opened(await fresh(), { migrations: [...migrations, WithoutIndex] })
      expect((await store.difference()).join()).toContain('index_job_state_priority_ready_at')
    })

    test('an old store is refused where nothing may be changed, a newer one always', async () => {
      const place = await fresh()
      await expect(opened(place, { migrate: false })).rejects.toBeInstanceOf(MigrationsWait)
      await migrate(place)
      await (await opened(place, { migrate: false })).close()
      await (await opened(place, { migrations: [...migrations, Second] })).close()
      await expect(opened(place)).rejects.toBeInstanceOf(StoreIsNewer)
    })

    test('one that fails leaves everything as it was', async () => {
      const place = await fresh()
      const store = await opened(place)
      await store.write((rows) => rows.organization.insert(organization))
      await store.close()
      await expect(opened(place, { migrations: [...migrations, Broken] })).rejects.toThrow('nowhere')
      const again = await opened(place)
      expect(await again.difference()).toEqual([])
      expect(await again.reading.organization.find()).toEqual([organization])
    })

    test('processes that begin at once migrate once', async () => {
      const place = await fresh()
      // On SQLite the lock of the folder keeps a second one away.
      const beside = 'postgresUrl' in place ? 3 : 1
      const stores = await Promise.all(Array.from({ length: beside }, () => opened(place)))
      expect(stores.flatMap((store) => store.migrated.applied)).toEqual(['first_1763700000000'])
    })
  })

  test('a SQLite file is copied before it changes, with what was written last', async () => {
    const file = join(await freshFolder(), 'pilothouse.sqlite')
    const store = await opened({ sqliteFile: file })
    expect(store.migrated.copy).toBeNull()
    await store.write((rows) => rows.organization.insert(organization))
    await store.close()
    const later = await opened({ sqliteFile: file }, { migrations: [...migrations, Second] })
    const copy = `${file}.before-second_1863700000000`
    expect(later.migrated.copy).toBe(copy)
    expect((await stat(copy)).mode & 0o777).toBe(0o600)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await readFile(copy)).includes('motto')).toBe(false)
    expect(existsSync(`${copy}.part`)).toBe(false)
    const before = await opened({ sqliteFile: copy })
    expect(await before.reading.organization.find()).toEqual([organization])
  })
})
