import { expect, test } from 'vitest'
import { stagesIn } from './person.ts'
import { onEachSurface } from './surfaces.ts'

onEachSurface('a deploy that fails', (team) => {
  let broken = 0

  test('says what broke, why perhaps, and what to do', async () => {
    const { ada, eve } = team()
    await ada.asks('practice fault pulling_image "disk full"', /set/)
    broken = await ada.starts('deploy acme/staging')
    const failed = await eve.job(broken, /What to do/)
    expect(failed.text).toMatch(/disk/i)
    expect(failed.text).toContain('What to do')
    expect(failed.buttons).toEqual(expect.arrayContaining(['Retry from Pulling image', 'Logs', 'Stages']))
    expect(await eve.messagesOf(broken)).toHaveLength(1)
  })

  test('brings the diagnosis with the last lines, and the whole log as a file, under its message', async () => {
    const { ada, eve } = team()
    const diagnosis = await eve.inThread(broken, new RegExp(`#${broken} failed`))
    expect(diagnosis.text).toMatch(/disk/i)
    expect(diagnosis.text).toContain('Pulling Odoo 19.0 image...')
    expect(diagnosis.text).not.toContain('Stopped, because')
    expect(diagnosis.buttons.join()).toContain('Retry')
    const log = await ada.inThread(broken, new RegExp(`job-${broken}\\.log`))
    expect(log.file?.name).toBe(`job-${broken}.log`)
    expect(log.file?.text).toContain('=== Deployment Logs ===')
    expect(log.file?.text).toContain('[ERROR] No space left on box1.')
  })

  test('goes on where it ended once the cause is gone, and repeats nothing that was done', async () => {
    const { ada, grace } = team()
    await ada.asks('practice fault pulling_image --clear', /cleared/)
    await ada.asks('practice fault starting_container "connection timeout"', /set/)
    await grace.presses(await grace.job(broken, /failed/), 'Retry from Pulling image')
    const second = await grace.job(broken + 1, /failed/)
    expect(second.text).toMatch(/timeout|too long|in time/i)
    await ada.asks('practice fault starting_container --clear', /cleared/)
    await team().later(3_600_000)
    await grace.presses(await grace.job(broken + 1), 'Retry from Starting container')
    const done = await grace.job(broken + 2, /success/)
    expect(await grace.messagesOf(broken + 2)).toHaveLength(1)
    await grace.presses(done, 'Stages')
    expect(stagesIn(await grace.told(/Cloning/))).toHaveLength(17)
    const log = await grace.logOf(broken + 2)
    expect(log).toContain('Starting Odoo container')
    expect(log).not.toContain('Pulling Odoo')
    expect(log).not.toContain('Cloning project repository')
    // It took its own time, and not the hour since the first try.
    expect(log).toMatch(/Total time: \d\d?\.\ds \(0\.\d min\)/)
  })

  test('a name that does not resolve is a warning, and the run goes on', async () => {
    const { ada, eve } = team()
    await ada.asks('practice fault verifying_dns "no such name"', /set/)
    const number = await ada.starts('deploy acme/staging')
    const done = await eve.job(number, /success/)
    expect(done.text).toMatch(/⚠ 1 warning/)
    await eve.inThread(number, /warnings? in #/)
    await ada.asks('practice fault verifying_dns --clear', /cleared/)
  })

  test('what passes by itself is tried again', async () => {
    const { ada, eve } = team()
    await ada.asks('practice fault cloning_repo "connection reset" --times 1', /Practice fault in/)
    const number = await ada.starts('deploy acme/staging')
    await eve.job(number, /success/)
    await ada.asks(`job logs ${number}`, /\[cloning_repo\][\s\S]*(again|retry)/i)
  })
})
