import { describe, expect, test } from 'vitest'
import { testHouse } from '../unit/house.ts'
import { onEveryDatabase } from './store-places.ts'

describe('two changes of one thing at once', () => {
  onEveryDatabase((fresh) => {
    test('both are kept', async () => {
      const house = await testHouse({}, await fresh())
      const ada = await house.person('ada', 'admin')
      await house.asks(ada, 'project.create', { name: 'acme' })
      await house.asks(ada, 'environment.create', { environment: 'acme/staging' })
      await house.asks(ada, 'instance.create', { environment: 'acme/staging', version: '19.0' })
      const instance = 'acme/staging'
      for (let round = 1; round <= 20; round += 1) {
        await Promise.all([
          house.asks(ada, 'instance.configure', { instance, workers: round }),
          house.asks(ada, 'instance.configure', { instance, notes: `round ${round}` }),
        ])
        const kept = await house.store.reading.instance.one({ name: 'v19' })
        expect(kept?.settings).toMatchObject({ workers: round, notes: `round ${round}` })
      }
    })
  })
})
