import { expect, test } from 'vitest'
import { onEachSurface } from './surfaces.ts'

const minutes = 60_000

onEachSurface('what a project wants for production', (team) => {
  test('two people say yes, each once', async () => {
    const { ada, grace, eve } = team()
    await ada.asks('member grant eve developer_plus --project acme', /eve/)
    await ada.asks('project configure acme --approvers 2', /acme/)
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
    await ada.asks('project configure acme --approvers 1 --self-approval', /acme/)
    const number = await ada.starts('deploy acme/production')
    await ada.presses(await ada.job(number, /Approve/), 'Approve')
    const done = await ada.job(number, /success/)
    expect(done.text).toMatch(/approved by ada/i)
    await ada.asks('project configure acme --no-self-approval', /acme/)
  })

  test('a higher level decides, where the project says so', async () => {
    const { ada, grace } = team()
    await ada.asks('project configure acme --approval-level maintainer', /acme/)
    const number = await grace.starts('deploy acme/production')
    const request = await ada.job(number, /Approve/)
    expect(request.text).toMatch(/May decide: ada/)
    await ada.presses(request, 'Approve')
    await grace.job(number, /success/)
    await ada.asks('project configure acme --approval-level developer_plus', /acme/)
  })

  test('staging comes first, where the project says so', async () => {
    const { ada, grace } = team()
    await ada.asks('project configure acme --require-staging', /acme/)
    await ada.asks('practice commit acme --message "Never tried"', /Never tried/)
    const refused = await grace.asks('deploy acme/production', /staging_first/)
    expect(refused.text).toContain('deploy acme/staging')
    const first = await grace.starts('deploy acme/staging')
    await grace.job(first, /success/)
    const then = await grace.starts('deploy acme/production')
    await grace.job(then, /Approve/)
    await grace.asks(`job cancel ${then}`)
    await ada.asks('project configure acme --no-require-staging', /acme/)
  })

  test('what nobody decides in time ends by itself', async () => {
    const { ada, grace } = team()
    await ada.asks('project configure acme --approval-expires 5m', /acme/)
    const number = await ada.starts('deploy acme/production')
    await grace.job(number, /Approve/)
    await team().later(6 * minutes)
    const over = await grace.job(number, /cancelled/)
    expect(over.text).toContain(`Nobody decided about #${number} in time`)
    expect(over.buttons).not.toContain('Approve')
    await grace.asks(`approve ${number}`, /it was expired/)
  })
})
