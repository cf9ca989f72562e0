import { expect, test } from 'vitest'
import { onEachSurface } from './surfaces.ts'

onEachSurface('what is said about a job', (team) => {
  test('logs, why and cancel know which one is meant', async () => {
    const { ada, grace } = team()
    await ada.asks('practice hold initializing_database', /held/)
    const number = await ada.starts('deploy acme/staging')
    const message = await grace.job(number, /⟳ Initializing database/)
    const logs = await grace.asksUnder(message, 'logs', new RegExp(`Log of #${number}`))
    expect(logs.text).toContain('[initializing_database]')
    await grace.asksUnder(message, 'why?', new RegExp(`#${number}[\\s\\S]*Initializing database`))
    await grace.asksUnder(message, 'cancel', /is being cancelled|Cancelled by grace/)
    await ada.job(number, /Cancelled by grace/)
    await ada.asks('practice release', /released/)
  })

  test('so does retry', async () => {
    const { ada, grace } = team()
    await ada.asks('practice fault pulling_image "disk full" --times 1', /Practice fault in/)
    const number = await ada.starts('deploy acme/staging')
    const message = await grace.job(number, /failed/)
    const why = await grace.asksUnder(message, 'why', new RegExp(`Why #${number} failed`))
    expect(why.text).toContain('What to do')
    await grace.asksUnder(message, 'retry', /deploy acme\/staging\/v19 #\d+/)
    await grace.job(number + 1, /success/)
  })
})
