import { expect, test } from 'vitest'
import { stagesIn } from './person.ts'
import { onEachSurface } from './surfaces.ts'

onEachSurface('a deploy that fails', (team) => {
  let broken = 0

  test('says what broke, why perhaps, and what to do', async () => {
    const { ada, eve } = team()
    await ada.asks('practice fault pulling_image "disk full"', /set/)
    broken = await ada.starts('deploy acme/staging')
    const failed = await eve.job(broken, /failed/)
    expect(failed.text).toMatch(/disk/i)
    expect(failed.text).toContain('What to do')
    expect(failed.buttons).toEqual(expect.arrayContaining(['Retry from Pulling image', 'Logs', 'Stages']))
    expect(await eve.messagesOf(broken)).toHaveLength(1)
  })

  test('brings the diagnosis with the last lines, and the whole log as a file, under its message', async () => {
    const { ada, eve } = team()
    const diagnosis = await eve.inThread(broken, new RegExp(`#${broken} failed`))
    expect(diagnosis.text).toMatch(/disk/i)
    expect(diagnosis.text).toMatch(/\[?\d\d:\d\d:\d\d/)
    expect(diagnosis.buttons.join()).toContain('Retry')
    const log = await ada.inThread(broken, new RegExp(`job-${broken}\\.log`))
    expect(log.file?.name).toBe(`job-${broken}.log`)
    expect(log.file?.text).toMatch(/DEPLOYMENT LOG|Deployment/i)
    expect(log.file?.text).toMatch(/pulling_image/i)
  })

  test('goes on where it ended once the cause is gone', async () => {
    const { ada, grace } = team()
    const before = await ada.asks(`practice show --job ${broken}`, /acts/)
    await ada.asks('practice fault pulling_image --clear', /cleared/)
    await grace.presses(await grace.job(broken, /failed/), /^Retry from/)
    const again = await grace.told(/deploy acme\/staging\/v19 #\d+/)
    const number = Number(/#(\d+)/.exec(again.title)?.[1])
    const done = await grace.job(number, /success/)
    await grace.presses(done, 'Stages')
    const stages = stagesIn(await grace.told(/Cloning/))
    expect(stages).toHaveLength(17)
    expect(before.text).toContain('box1')
  })

  test('a name that does not resolve is a warning, and the run goes on', async () => {
    const { ada, eve } = team()
    await ada.asks('practice fault verifying_dns "dns"', /set/)
    const number = await ada.starts('deploy acme/staging')
    const done = await eve.job(number, /success/)
    expect(done.text).toMatch(/⚠ 1 warning/)
    await eve.inThread(number, /warnings? in #/)
    await ada.asks('practice fault verifying_dns --clear', /cleared/)
  })

  test('what passes by itself is tried again', async () => {
    const { ada, eve } = team()
    await ada.asks('practice fault cloning_repo "connection reset" --times 1', /1 times/)
    const number = await ada.starts('deploy acme/staging')
    await eve.job(number, /success/)
    const logs = await ada.asks(`job logs ${number}`, /Logs|Log/)
    expect(logs.text).toMatch(/again|retry/i)
  })
})
