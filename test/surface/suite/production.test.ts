import { expect, test } from 'vitest'
import { Api } from '../api.ts'
import type { Shown } from './person.ts'
import { onEachSurface } from './surfaces.ts'

onEachSurface('deploying production', (team) => {
  let number = 0
  let details: Shown | undefined

  test('asks for a yes of somebody else, with all that matters on one screen', async () => {
    const { ada, grace } = team()
    number = await ada.starts('deploy acme/production')
    const request = await grace.job(number, /waits for approval/)
    expect(request.title).toBe(`Approve deploy acme/production/v19? #${number}`)
    for (const fact of ['From → to', 'Changes', 'Database', 'Interruption', 'Way back', 'Asked by: ada', 'Expires'])
      expect(request.text).toContain(fact)
    expect(request.text).toMatch(/May decide: .*grace/)
    expect(request.text).not.toMatch(/May decide: .*eve/)
    expect(request.buttons).toEqual(expect.arrayContaining(['Approve', 'Reject', 'Details']))
    await grace.inThread(number, /grace.*waits for an approval|U2.*waits for an approval/)
    await grace.presses(request, 'Details')
    details = await grace.told(/[0-9a-f]{8}/)
  })

  test('nobody says yes to themselves, nor does a viewer, nor a token', async () => {
    const { ada, eve, bot } = team()
    await ada.presses(await ada.job(number), 'Approve')
    const own = await ada.told(/own_request/)
    expect(own.text).toContain('somebody else decides')
    await eve.presses(await eve.job(number), 'Approve')
    await eve.told(/not_allowed/)
    expect((await eve.seen()).some(({ text }) => text.includes('own_request'))).toBe(false)
    const token = /^plt_(?!r_)\S+$/m.exec((await ada.asks('token create machine --level admin', /plt_/)).text)?.[0]
    const answer = await new Api(bot.url, token ?? '').ask(`approve ${number}`)
    expect([answer.status, answer.body.error.code]).toEqual([403, 'person_needed'])
    expect((await ada.job(number)).state).toBe('waits for approval')
  })

  test('begins with the yes, and the buttons are gone everywhere', async () => {
    const { ada, grace, eve } = team()
    const request = await grace.job(number)
    await grace.presses(request, 'Approve')
    const done = await eve.job(number, /success/)
    expect(done.text).toMatch(/approved by grace/i)
    expect((await grace.job(number, /success/)).buttons).not.toContain('Approve')
    // Grace alone still has the details that she asked for.
    for (const person of [ada, eve]) {
      await person.job(number, /success/)
      expect(await person.messagesOf(number)).toHaveLength(1)
      expect((await person.seen()).filter(({ buttons }) => buttons.includes('Approve'))).toEqual([])
    }
  })

  test('pressing late is explained to whoever pressed, alone', async () => {
    const { grace, eve } = team()
    if (!details) throw new Error('nobody asked for the details')
    await grace.presses(details, 'Approve')
    const late = await grace.told(/late_decision/)
    expect(late.text).toMatch(/approved by grace .* ago/)
    expect((await eve.seen()).some(({ text }) => text.includes('late_decision'))).toBe(false)
  })

  test('a no says why, and nothing runs', async () => {
    const { ada, grace } = team()
    const second = await ada.starts('deploy acme/production')
    await grace.presses(await grace.job(second, /Approve/), 'Reject', { Reason: 'not on a Friday' })
    const over = await ada.job(second, /cancelled/)
    expect(over.text).toContain('rejected by grace: not on a Friday')
    expect(over.buttons).not.toContain('Approve')
  })

  test('a branch that moved is a notice, and what was pinned runs', async () => {
    const { ada, grace } = team()
    const third = await ada.starts('deploy acme/production')
    const before = await grace.job(third, /Approve/)
    const pinned = /From → to: .* → ([0-9a-f]{7})/.exec(before.text)?.[1] ?? ''
    expect(pinned).not.toBe('')
    await ada.asks('practice commit acme --message "Change the footer"', /Change the footer/)
    await grace.asks(`approval show ${third}`, /1 commit ahead/)
    await grace.presses(await grace.job(third), 'Approve')
    const done = await ada.job(third, /success/)
    expect(done.text).toContain(pinned)
    expect(done.text).not.toContain('Change the footer')
  })

  test('a setting that changed asks anew', async () => {
    const { ada, grace } = team()
    const asked = await ada.starts('deploy acme/production')
    await grace.job(asked, /Approve/)
    await ada.asks('instance size acme/production --cpu 3', /3 cores/)
    await grace.presses(await grace.job(asked), 'Approve')
    await grace.told(/void/)
    const over = await ada.job(asked, /cancelled/)
    expect(over.text).toContain('changed since it was planned')
  })

  test('whose right was taken meanwhile is refused', async () => {
    const { ada, grace } = team()
    const asked = await ada.starts('deploy acme/production')
    await grace.job(asked, /Approve/)
    await ada.asks('member grant grace developer --project acme', /grace/)
    await grace.presses(await grace.job(asked), 'Approve')
    await grace.told(/not_allowed/)
    expect((await ada.job(asked)).state).toBe('waits for approval')
    await ada.asks('member grant grace developer_plus --project acme', /grace/)
    await grace.presses(await grace.job(asked), 'Approve')
    await ada.job(asked, /success/)
  })
})
