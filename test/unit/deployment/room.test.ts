import { expect, test } from 'vitest'
import type { Deploy } from '../../../core/deployment/deploy.stage.ts'
import { refusalOf, shortageLine, shortageOf } from '../../../core/deployment/room.rule.ts'
import { initializingDatabase } from '../../../core/deployment/stages/initializing-database.ts'
import type { RemoteHost } from '../../../core/ports/host.ts'
import { exampleRelease } from './example-release.ts'

const disk = (freeMb: number, name = '/dev/sda1') => ({ disk: name, freeMb })

/** Half of it for the dump, itself and its journal for the way back, 100 MB beside. */
test.each([
  ['plenty', 1000, disk(5000), disk(5000), null],
  ['just enough', 1000, disk(2600), disk(2600), null],
  ['too little to come back', 1000, disk(2599), disk(2599), { what: 'back', needsMb: 2600, freeMb: 2599 }],
  ['just enough for the dump', 1000, disk(600), disk(600), { what: 'back', needsMb: 2600, freeMb: 600 }],
  ['too little for the dump', 1000, disk(599), disk(599), { what: 'dump', needsMb: 600, freeMb: 599 }],
  ['dumps on a disk of their own', 1000, disk(600, '/dev/sdb1'), disk(2100), null],
  ['a journal that is never larger than it may be', 50_000, disk(90_000), disk(80_000), null],
])('%s', (_name, databaseMb, dumps, data, shortage) => {
  expect(shortageOf({ databaseMb, dumps, data })).toEqual(shortage)
})

test('without room for the dump nothing begins; the way back is room that only a rollback takes for sure', () => {
  const dump = { what: 'dump', needsMb: 600, freeMb: 20 } as const
  const back = { what: 'back', needsMb: 2600, freeMb: 700 } as const
  expect(refusalOf(dump, false, 'box1')?.told()).toMatchObject({
    code: 'room_short',
    message: expect.stringMatching(/^box1 has 20 MB free, and the dump .* takes about 600 MB: the update is not begun/),
  })
  expect(refusalOf(back, false, 'box1')).toBeNull()
  expect(refusalOf(back, true, 'box1')?.code).toBe('room_short')
  expect(shortageLine(back)).toMatch(/^Little room: 700 MB are free\. .* up to 2600 MB/)
})

test('where too much was written since it was planned, visitors see nothing of the update that is not begun', async () => {
  const acts: string[] = []
  const act = (name: string) => () => Promise.resolve(void acts.push(name))
  const databases = {
    dumped: () => Promise.resolve(false),
    look: () => Promise.resolve(null),
    room: () => Promise.resolve({ databaseMb: 1000, dumps: disk(20), data: disk(20) }),
    lock: act('lock'),
    dump: act('dump'),
  }
  const proxy = { inMaintenance: () => Promise.resolve(false), maintenance: act('page') }
  const host = { databases, proxy, containers: { stop: act('stop') } } as unknown as RemoteHost
  const work = {
    input: { ...exampleRelease(), way: 'update' },
    host: () => Promise.resolve(host),
    kept: () => null,
    keep: act('keep'),
    now: () => 0,
    say: act('say'),
  } as unknown as Deploy
  await expect(initializingDatabase.run(work)).rejects.toMatchObject({ code: 'room_short' })
  expect(acts).toEqual([])
})
