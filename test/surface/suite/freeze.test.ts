import { expect, test } from 'vitest'
import { onEachSurface } from './surfaces.ts'

onEachSurface('freezes and emergencies', (team) => {
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
    await ada.asks('project configure acme --emergency --emergency-delay 5m', /acme/)
    const number = await grace.starts('deploy acme/staging --emergency "shop is down"')
    const coming = await ada.job(number, /waits for its time/)
    expect(coming.text).toContain('Emergency of grace: shop is down')
    await ada.presses(coming, 'Cancel')
    await grace.job(number, /Cancelled by ada/)
  })

  test('it runs in spite of freeze and approval, and leaves a review that somebody else signs', async () => {
    const { ada, grace } = team()
    await ada.asks('project configure acme --emergency-delay 0m', /acme/)
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
