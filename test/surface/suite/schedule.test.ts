import { expect, test } from 'vitest'
import { onEachSurface } from './surfaces.ts'

const hours = 3_600_000

onEachSurface('deploys for later', (team) => {
  let asked = 0

  test('are shown back in words before they are accepted', async () => {
    const { grace } = team()
    const question = await grace.asks('deploy acme/staging --at "tomorrow 02:00"', /would run/)
    expect(question.text).toMatch(/02:00/)
    const accept = question.buttons[0] ?? ''
    await grace.presses(question, accept)
    const message = await grace.told(/waits for its time/)
    asked = Number(/#(\d+)/.exec(message.title)?.[1])
    expect((await grace.job(asked)).text).toMatch(/02:00/)
    const list = await grace.asks('schedule list', new RegExp(`What runs later[\\s\\S]*#${asked}`))
    expect(list.text).toContain('acme/staging/v19')
  })

  test('can be cancelled', async () => {
    const { ada, grace } = team()
    await grace.presses(await grace.job(asked), 'Cancel')
    await ada.job(asked, /Cancelled by grace/)
  })

  test('a moment that nobody understands is said so', async () => {
    const { grace } = team()
    await grace.asks('deploy acme/staging --at "when it suits"', /is like tomorrow 02:00|is like `tomorrow 02:00`/)
    expect(await grace.messagesOf(asked + 1)).toHaveLength(0)
  })

  test('run what was pinned when their time has come', async () => {
    const { ada, grace } = team()
    const number = await grace.starts('deploy acme/staging --at "in 2 hours" --confirm yes')
    await ada.job(number, /waits for its time/)
    await ada.asks('practice commit acme --message "Too late for that"', /Too late for that/)
    await team().later(2 * hours + 1000)
    const done = await ada.job(number, /success/)
    expect(done.text).not.toContain('Too late for that')
  })
})
