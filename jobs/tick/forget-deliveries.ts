import type { House } from '../../core/house.ts'

/** Platforms repeat a delivery within minutes, programs within a day: after that its key is of no use. */
const keptForMs = 24 * 3_600_000

export async function forgetDeliveries(house: House): Promise<void> {
  const before = house.clock.now() - keptForMs
  const gone = await house.store.write(async (rows) => {
    const ended = await rows.delivery.remove({ state: { in: ['acted', 'done'] }, createdAt: { below: before } })
    // A program that lost its connection asks again by itself: nobody waits for what it left behind.
    return ended + (await rows.delivery.remove({ state: 'kept', surface: 'http', createdAt: { below: before } }))
  })
  if (gone > 0) house.log.debug({ gone }, 'old deliveries forgotten')
}
