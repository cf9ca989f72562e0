import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInLab } from '../endpoints.ts'
import { wellDone } from '../own-server.ts'
import { Floor } from './floor.ts'

describeInLab('what nobody goes back to any more, on a real server', (lab) => {
  let floor: Floor
  let instance = ''
  const numbers: number[] = []
  const commits: string[] = []

  beforeAll(async () => {
    floor = await Floor.open(lab)
    floor.addons.module('acme_base', { mark: 'one' })
    commits.push(floor.addons.push('Start'))
    await floor.furnish()
    await floor.says('platform configure --keep-releases 2 --keep-dumps 1 --keep-days 30')
    await floor.project()
    // Nothing is kept ready beside what runs.
    await floor.says('project configure acme --watch 0m')
    numbers.push((await floor.done('deploy acme/staging')).number)
    await inside('docker', 'create', '--name', 'others', lab.images.nginx)
    await inside('docker', 'volume', 'create', 'others')
    await inside('docker', 'tag', lab.images.nginx, 'others/own:1')
    // Another build of Odoo, twice an update with its dump, then code alone.
    await floor.says(`version set 19.0 --image ${lab.images.odooNext}`)
    for (const mark of ['two', 'three', 'four']) {
      floor.addons.module('acme_base', { mark })
      commits.push(floor.addons.push(mark))
      numbers.push((await floor.done('deploy acme/staging')).number)
    }
    floor.addons.write('README.md', 'five')
    commits.push(floor.addons.push('five'))
    numbers.push((await floor.done('deploy acme/staging')).number)
    instance = await textOf('sh', '-c', 'ls /opt/paasportal | grep -E "^[0-9a-f]{8}-"')
  }, 300_000)

  afterAll(() => floor?.close())

  const inside = async (...command: string[]) => wellDone(await floor.server.exec(...command)).output.trim()
  const textOf = inside
  const linesOf = async (...command: string[]) =>
    (await inside(...command))
      .split('\n')
      .filter((one) => one !== '')
      .sort()
  const folder = (path: string) => linesOf('ls', '-A', `/opt/paasportal/${instance}/${path}`)
  const releases = async () => (await folder('releases')).filter((name) => !name.startsWith('spare-'))
  const odoos = () => linesOf('docker', 'ps', '-a', '--format', '{{.Names}}', '--filter', `name=${instance}_odoo_`)
  const images = () => linesOf('docker', 'images', '-a', '--digests', '--format', '{{.Repository}} {{.Digest}}')

  test('goes: code, releases, dumps, images; what runs and the way back stay, and others’ things too', async () => {
    expect(await releases()).toHaveLength(5)
    expect(await folder('dumps')).toEqual(expect.arrayContaining([expect.stringMatching(/\.dump$/)]))
    const before = await images()
    const ran = await inside('docker', 'ps', '--format', '{{.Names}}', '--filter', `name=${instance}_odoo_`)
    const job = await floor.done('server cleanup box1')
    const lines = job.lines.join('\n')
    expect(lines).toMatch(/things removed/)
    expect(await releases()).toHaveLength(2)
    // Of the one that waits, and of the one that did.
    expect((await folder('releases')).length).toBeLessThanOrEqual(4)
    expect(await folder('code/acme')).toEqual(commits.slice(-2).sort())
    // The newest dump alone: of the fourth, that the fifth would go back behind.
    expect((await folder('dumps')).filter((name) => name.endsWith('.dump'))).toHaveLength(1)
    expect(await odoos()).toHaveLength(1)
    expect(await odoos()).toEqual([ran])
    const refs = await inside(
      'sh',
      '-c',
      'for m in /opt/paasportal/repositories/*.git; do git --git-dir "$m" for-each-ref --format="%(refname)" refs/pilothouse; done',
    )
    for (const commit of commits.slice(0, 3)) expect(refs).not.toContain(commit)
    for (const commit of commits.slice(3)) expect(refs).toContain(commit)
    const after = await images()
    const gone = before.filter((one) => !after.includes(one))
    expect(gone).toEqual([expect.stringContaining('/odoo ')])
    expect(after.some((one) => one.startsWith('others/own'))).toBe(true)
    expect(await linesOf('docker', 'ps', '-a', '--format', '{{.Names}}')).toContain('others')
    expect(await linesOf('docker', 'volume', 'ls', '-q')).toContain('others')
    const again = await floor.api.ask('server cleanup box1')
    expect(again.text).toMatch(/nothing on box1 that nobody wants/)
  })

  test('the release before comes back by its code, and forward again', async () => {
    await floor.done('rollback acme/staging')
    expect((await floor.visit('/web/login')).text).toContain('acme_base=19.0.1.0.0:four')
    await floor.done('deploy acme/staging --unlock')
  })

  test('the data come back from the dump that was kept, of which the plan says so', async () => {
    floor.addons.module('acme_base', { mark: 'six' }).push('six')
    await floor.done('deploy acme/staging')
    const job = await floor.done('rollback acme/staging --database')
    expect(job.lines.join('\n')).toMatch(/dump/i)
    expect((await floor.visit('/web/login')).text).toContain('acme_base=19.0.1.0.0:four')
  })
})
