import { expect, test } from 'vitest'
import { onEachSurface } from './surfaces.ts'

onEachSurface('cancelling a deploy', (team) => {
  let number = 0

  test('by its button, while it runs: the message says so, and by whom', async () => {
    const { ada, grace } = team()
    await ada.asks('practice hold initializing_database', /held/)
    number = await ada.starts('deploy acme/staging')
    await grace.presses(await grace.job(number, /⟳ Initializing database/), 'Cancel')
    const over = await ada.job(number, /Cancelled by grace/)
    expect(over.state).toBe('cancelled')
    expect(over.buttons).not.toContain('Cancel')
    await ada.inThread(number, /was cancelled/)
    await ada.asks('practice release', /released/)
  })

  test('leaves the server clean', async () => {
    const { ada } = team()
    const there = await ada.asks('practice show', /Practice server box1/)
    expect(there.text).not.toContain('container')
    expect(there.text).not.toContain(`#${number}`)
  })

  test('of one that is over is explained', async () => {
    const { ada, grace } = team()
    const late = await grace.asks(`job cancel ${number}`, /state_forbids/)
    expect(late.text).toContain(`#${number}`)
    const second = await ada.starts('deploy acme/staging')
    await ada.job(second, /success/)
    await ada.asks(`deployment cancel ${second}`, /state_forbids/)
  })
})
