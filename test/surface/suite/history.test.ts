import { expect, test } from 'vitest'
import { onEachSurface } from './surfaces.ts'

onEachSurface('the history of deployments', (team) => {
  let first = 0
  let failed = 0

  test('what runs and what waits, and behind what', async () => {
    const { ada, grace } = team()
    await ada.asks('practice hold pulling_image', /held/)
    first = await ada.starts('deploy acme/staging')
    await ada.job(first, /⟳ Pulling image/)
    const second = await grace.starts('deploy acme/staging')
    const waits = await grace.job(second, /waits for its turn/)
    expect(waits.text).toContain(`#${first}`)
    const list = await grace.asks('job list', new RegExp(`Jobs[\\s\\S]*#${second}`))
    expect(list.text).toMatch(new RegExp(`#${first}[\\s\\S]*running|running[\\s\\S]*#${first}`))
    expect(list.text).toContain('pending')
    await ada.asks('practice release', /released/)
    await grace.job(second, /success/)
    await ada.job(first, /success/)
  })

  test('all of them, by how they ended, and the newest', async () => {
    const { ada, eve } = team()
    await ada.asks('practice fault health_check "health check failed" --times 1', /set/)
    failed = await ada.starts('deploy acme/staging')
    await ada.job(failed, /failed/)
    const all = await eve.asks('deployment list', new RegExp(`Deployments[\\s\\S]*#${failed}`))
    expect(all.text).toContain(`#${first}`)
    const bad = await eve.asks('deployment list --status failed', new RegExp(`Deployments[\\s\\S]*#${failed}`))
    expect(bad.text).not.toMatch(new RegExp(`#${first}\\b`))
    await eve.asks('deployment latest acme/staging', new RegExp(`Latest deployment of acme/staging: #${failed}`))
    const shown = await eve.asks(`deployment show ${first}`, /Version: 1/)
    expect(shown.text).toContain('main')
  })

  test('its logs by stage and level, and all of them as files', async () => {
    const { eve } = team()
    const one = await eve.asks(`deployment logs ${first} --stage connecting`, /connecting/i)
    expect(one.text).not.toContain('pulling_image')
    await eve.asks(`deployment logs ${failed} --level error`, /health check|answered 503/i)
    expect(await eve.logOf(first)).toContain('[INFO] Pulling Odoo 19.0 image...')
    const json = await eve.asks(`deployment export ${first} --format json`, /\.json[\s\S]*"pulling_image"/)
    expect(JSON.parse(json.file?.text ?? '')).toMatchObject({ project_name: 'acme', environment_name: 'staging' })
  })

  test('its statistics with a picture', async () => {
    const { eve } = team()
    const stats = await eve.asks('deployment stats acme', /Deployments of acme[\s\S]*All/)
    expect(stats.text).toContain('Succeeded: 66.7 %')
    expect(stats.text).toMatch(/Pulling image . \d+\.\d s|Pulling image \d+\.\d s/)
    await eve.seesPicture()
  })
})
