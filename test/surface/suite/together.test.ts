import { describe, expect, test } from 'vitest'
import { onEachSurface } from './surfaces.ts'

onEachSurface('several people at one instance', (team) => {
  describe('what is said about a job', () => {
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

  describe('locks', () => {
    test('whoever meets one reads whose it is and why, and has three ways on', async () => {
      const { ada, grace } = team()
      await ada.asks('instance lock acme/staging --reason "import runs"', /locked by you|locked/)
      const refused = await grace.asks('deploy acme/staging', /acme\/staging\/v19 is locked by ada/)
      expect(refused.text).toContain('import runs')
      expect(refused.buttons).toEqual(expect.arrayContaining(['Tell me when free', 'Ask for it', 'Take over']))
      await grace.presses(refused, 'Tell me when free')
      await grace.told(/I tell you when acme\/staging\/v19 is free/)
      await grace.presses(refused, 'Ask for it')
      await grace.told(/I asked ada to free/)
      await ada.sees(/grace asks you for acme\/staging\/v19/)
    })

    test('who holds what is a list', async () => {
      const { eve } = team()
      const list = await eve.asks('lock list', /Who holds what/)
      expect(list.text).toMatch(/acme\/staging\/v19.*ada/s)
      expect(list.text).toContain('import runs')
    })

    test('--wait queues, says behind what, and goes on when it is free', async () => {
      const { ada, grace } = team()
      const queued = await grace.starts('deploy acme/staging --wait')
      const waits = await grace.job(queued, /waits for a lock/)
      expect(waits.text).toContain('ada')
      await ada.asks('instance unlock acme/staging', /free|unlocked/)
      await grace.job(queued, /success/)
      await grace.sees(/acme\/staging\/v19 is free[\s\S]*Freed by ada/)
    })

    test('is taken over with a reason that its owner reads', async () => {
      const { ada, grace } = team()
      await ada.asks('instance lock acme/staging --reason "import runs"', /locked/)
      const refused = await grace.asks('deploy acme/staging', /is locked by ada/)
      await grace.presses(refused, 'Take over', { Reason: 'hotfix for the shop' })
      await grace.told(/Taken over from ada/)
      await ada.sees(/grace took over the lock of acme\/staging\/v19[\s\S]*hotfix for the shop/)
      const number = await grace.starts('deploy acme/staging')
      await grace.job(number, /success/)
      await grace.asks('instance unlock acme/staging', /free|unlocked/)
    })

    test('a rollback leaves one, which a deploy lifts on purpose', async () => {
      const { ada, grace } = team()
      await ada.asks('practice commit acme --message "Break the cart" --modules sale', /Break the cart/)
      const bad = await ada.starts('deploy acme/staging')
      const message = await grace.job(bad, /success/)
      await grace.presses(message, 'Roll back')
      const rolled = await grace.told(/rollback acme\/staging\/v19 #\d+/)
      const back = Number(/#(\d+)/.exec(rolled.title)?.[1])
      await grace.job(back, /success/)
      const refused = await ada.asks('deploy acme/staging', /is locked by/)
      expect(refused.text).toContain(`#${back}`)
      const forth = await ada.starts('deploy acme/staging --unlock')
      await ada.job(forth, /success/)
      const again = await ada.starts('deploy acme/staging')
      await ada.job(again, /success/)
    })
  })
})
