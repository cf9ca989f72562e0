import { expect, test } from 'vitest'
import { claimed, shipHouse } from './ship.ts'

const staging = { instance: 'acme/staging/v19' }

test('a job that was let in starts: neither it nor what came after it stands in its own way', async () => {
  const house = await shipHouse()
  const mia = await house.person('Mia', 'maintainer')
  await house.asks(mia, 'project.configure', { project: 'acme', max_jobs: 1 })
  const job = await house.ships(mia, staging)
  await expect(house.ships(mia, { instance: 'acme/development/v19' })).rejects.toMatchObject({ code: 'quota_reached' })
  expect((await claimed(house))?.id).toBe(job.id)
})
