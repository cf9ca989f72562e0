import { describe, expect, test } from 'vitest'
import { Api } from '../api.ts'
import type { Shown } from './person.ts'
import { onEachSurface } from './surfaces.ts'

const minutes = 60_000

onEachSurface('production', (team) => {
  describe('deploying production', () => {
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

  describe('what a project wants for production', () => {
    test('two people say yes, each once', async () => {
      const { ada, grace, eve } = team()
      await ada.asks('member grant eve developer_plus --project acme', /eve/)
      await ada.asks('project configure acme --approvers 2', /of 3 deployed/)
      const number = await ada.starts('deploy acme/production')
      await grace.presses(await grace.job(number, /Approve/), 'Approve')
      const half = await eve.job(number, /1 of 2 approved/)
      expect(half.state).toContain('grace')
      // What tells the channel of her vote has no buttons that would stay there.
      await eve.sees(/Approval of deploy acme\/production\/v19[\s\S]*1 of 2 approved/)
      expect((await eve.seen()).filter(({ buttons }) => buttons.includes('Approve'))).toHaveLength(1)
      await grace.presses(await grace.job(number), 'Approve')
      await grace.told(/1 of 2 approved|already/)
      expect((await eve.job(number)).state).toContain('1 of 2 approved')
      await eve.presses(half, 'Approve')
      const done = await ada.job(number, /success/)
      expect(done.text).toMatch(/approved by (grace, eve|eve, grace)/i)
    })

    test('whoever asks may be one of them, where the project says so', async () => {
      const { ada } = team()
      await ada.asks('project configure acme --approvers 1 --self-approval', /of 3 deployed/)
      const number = await ada.starts('deploy acme/production')
      await ada.presses(await ada.job(number, /Approve/), 'Approve')
      const done = await ada.job(number, /success/)
      expect(done.text).toMatch(/approved by ada/i)
      await ada.asks('project configure acme --no-self-approval', /of 3 deployed/)
    })

    test('a higher level decides, where the project says so', async () => {
      const { ada, grace } = team()
      await ada.asks('project configure acme --approval-level maintainer', /of 3 deployed/)
      const number = await grace.starts('deploy acme/production')
      const request = await ada.job(number, /Approve/)
      expect(request.text).toMatch(/May decide: ada/)
      await ada.presses(request, 'Approve')
      await grace.job(number, /success/)
      await ada.asks('project configure acme --approval-level developer_plus', /of 3 deployed/)
    })

    test('staging comes first, where the project says so', async () => {
      const { ada, grace } = team()
      await ada.asks('project configure acme --require-staging', /of 3 deployed/)
      await ada.asks('practice commit acme --message "Never tried"', /Never tried/)
      const refused = await grace.asks('deploy acme/production', /staging_first/)
      expect(refused.text).toContain('deploy acme/staging')
      const first = await grace.starts('deploy acme/staging')
      await grace.job(first, /success/)
      const then = await grace.starts('deploy acme/production')
      await grace.job(then, /Approve/)
      await grace.asks(`job cancel ${then}`)
      await ada.asks('project configure acme --no-require-staging', /of 3 deployed/)
    })

    test('what nobody decides in time ends by itself', async () => {
      const { ada, grace } = team()
      await ada.asks('project configure acme --approval-expires 5m', /of 3 deployed/)
      const number = await ada.starts('deploy acme/production')
      await grace.job(number, /Approve/)
      await team().later(6 * minutes)
      const over = await grace.job(number, /cancelled/)
      expect(over.text).toContain(`Nobody decided about #${number} in time`)
      expect(over.buttons).not.toContain('Approve')
      await grace.asks(`approve ${number}`, /it was expired/)
    })
  })
})
