import { expect, test } from 'vitest'
import { stagesIn } from './person.ts'
import { onEachSurface } from './surfaces.ts'

onEachSurface('deploying staging', (team) => {
  let first = 0

  test('shows seventeen stages while it runs, in one message', async () => {
    const { ada, eve } = team()
    await ada.asks('practice hold pulling_image', /held/)
    first = await ada.starts('deploy acme/staging')
    const running = await ada.job(first, /⟳ Pulling/)
    expect(running.title).toBe(`deploy acme/staging/v19 #${first}`)
    expect(running.state).toBe('running')
    expect(stagesIn(running)).toHaveLength(17)
    expect(running.text).toMatch(/\d+ %/)
    expect(running.text).toMatch(/so far/)
    expect(running.text).toContain('main')
    expect(running.text).toContain('Asked by ada')
    expect(running.text).toContain('Practice server box1')
    expect(running.buttons).toEqual(expect.arrayContaining(['Cancel', 'Logs']))
    expect(running.buttons).not.toContain('Roll back')
    // Whoever belongs to the project sees the same.
    expect((await eve.job(first, /⟳ Pulling/)).title).toBe(running.title)
  })

  test('folds when it is done, with the stages behind a button, and stands there once', async () => {
    const { ada, eve } = team()
    await ada.asks('practice release', /released/)
    const done = await eve.job(first, /success/)
    expect(done.text).toMatch(/Took .*s/)
    expect(stagesIn(done)).toEqual([])
    expect(await eve.messagesOf(first)).toHaveLength(1)
    await eve.presses(done, 'Stages')
    const unfolded = await eve.told(/Pulling/)
    expect(stagesIn(unfolded)).toHaveLength(17)
  })

  test('tells whoever asked that it is over', async () => {
    const { ada } = team()
    const over = await ada.inThread(first, /is done after/)
    expect(over.title).toMatch(/^@(ada|U1)|^ada/)
  })

  test('says from what to what the second time, and offers the way back', async () => {
    const { ada, grace } = team()
    await ada.asks('practice commit acme --message "Fix the cart" --modules sale', /Fix the cart/)
    const second = await grace.starts('deploy acme/staging')
    const done = await grace.job(second, /success/)
    expect(done.text).toMatch(/[0-9a-f]{7} → [0-9a-f]{7} on main by ada: Fix the cart/)
    expect(done.buttons).toContain('Roll back')
    expect(await grace.messagesOf(second)).toHaveLength(1)
  })

  test('leaves a line with a link where it was asked elsewhere', async () => {
    const { ada } = team()
    const elsewhere = await ada.elsewhere()
    await elsewhere.says('deploy acme/staging')
    const link = await elsewhere.told(/Follow it in its channel/)
    expect(link.title).toMatch(/^deploy acme\/staging\/v19 #\d+$/)
    expect(stagesIn(link)).toEqual([])
    const number = Number(/#(\d+)/.exec(link.title)?.[1])
    await ada.job(number, /success/)
    await elsewhere.sees(new RegExp(`#${number}[\\s\\S]*success`))
  })

  test('a viewer may look and not deploy', async () => {
    const { eve } = team()
    const refused = await eve.asks('deploy acme/staging', /not_allowed/)
    expect(refused.text).toContain('needs Developer')
  })
})
