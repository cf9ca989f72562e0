import { describe, expect, test } from 'vitest'
import { onEachSurface } from './surfaces.ts'

const hours = 3_600_000

onEachSurface('when it may run', (team) => {
  describe('freezes and emergencies', () => {
    let frozen = 0

    test('a freeze holds what is asked for, and says until when and why', async () => {
      const { ada, grace } = team()
      await ada.asks('freeze add acme --to "in 3 hours" --reason "month-end closing"', /month-end closing/)
      frozen = await grace.starts('deploy acme/staging')
      const held = await grace.job(frozen, /waits for a freeze to end/)
      expect(held.text).toContain('month-end closing')
      const list = await grace.asks('freeze list', /month-end closing/)
      expect(list.text).toContain('acme')
    })

    test('why prints every gate', async () => {
      const { grace } = team()
      const why = await grace.asks('why acme/production', /deploy acme\/production\/v19/)
      for (const gate of ['You have the right', 'Nobody else has locked it', 'month-end closing', 'waits for'])
        expect(why.text).toContain(gate)
      expect(why.lines).toHaveLength(8)
    })

    test('an emergency is refused where the project does not want it', async () => {
      const { grace } = team()
      const refused = await grace.asks('deploy acme/staging --emergency "shop is down"', /emergency_refused/)
      expect(refused.text).toContain('project configure acme --emergency')
    })

    test('an emergency is seen coming, and anybody may stop it', async () => {
      const { ada, grace } = team()
      await ada.asks('project configure acme --emergency --emergency-delay 5m', /of 3 deployed/)
      const number = await grace.starts('deploy acme/staging --emergency "shop is down"')
      const coming = await ada.job(number, /waits for its time/)
      expect(coming.text).toContain('Emergency of grace: shop is down')
      await ada.presses(coming, 'Cancel')
      await grace.job(number, /Cancelled by ada/)
    })

    test('it runs in spite of freeze and approval, and leaves a review that somebody else signs', async () => {
      const { ada, grace } = team()
      await ada.asks('project configure acme --emergency-delay 0m', /of 3 deployed/)
      const number = await grace.starts('deploy acme/production --emergency "shop is down"')
      await grace.job(number, /success/)
      await grace.asks('review list', new RegExp(`Emergencies to be reviewed[\\s\\S]*#${number}`))
      await grace.asks(`review sign ${number}`, /own_review/)
      const signed = await ada.asks(`review sign ${number} --note "it was right"`, /signed/i)
      expect(signed.text).toContain('ada')
    })

    test('what was held goes on when the freeze is lifted', async () => {
      const { ada, grace } = team()
      await ada.presses(await ada.sees(/Reason: month-end closing/), 'Remove')
      await grace.job(frozen, /success/)
    })
  })

  describe('deploys for later', () => {
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
})
