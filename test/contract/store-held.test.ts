import { expect, onTestFinished, test } from 'vitest'
import { openStore } from '../../adapters/store/open.ts'
import { describeInLab } from '../lab/endpoints.ts'
import { ownDatabase } from '../lab/own-database.ts'

describeInLab('a process that is held in the middle of a transaction', (lab) => {
  test('does not hold up the others, and has written nothing', async () => {
    const database = await ownDatabase(lab.postgres.url)
    const [held, other] = [
      await openStore({ postgresUrl: database.url }),
      await openStore({ postgresUrl: database.url }),
    ]
    onTestFinished(async () => {
      await Promise.all([held.close(), other.close()])
      await database.drop()
    })
    let inside = () => {}
    let goOn = () => {}
    const isInside = new Promise<void>((resolve) => (inside = resolve))
    const mayGoOn = new Promise<void>((resolve) => (goOn = resolve))
    const writing = held.write(async (rows) => {
      await rows.next('change', 7)
      inside()
      await mayGoOn
      return rows.next('change', 7)
    })
    const failing = expect(writing).rejects.toBeInstanceOf(Error)
    await isInside
    expect(await other.write((rows) => rows.next('change', 1))).toBe(1)
    goOn()
    await failing
    // And it goes on afterwards.
    expect(await held.write((rows) => rows.next('change', 1))).toBe(2)
  })
})
