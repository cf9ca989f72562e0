import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInLab } from '../endpoints.ts'
import { wellDone } from '../own-server.ts'
import { Floor } from './floor.ts'

describeInLab('what a server is told of itself', (lab) => {
  let floor: Floor

  beforeAll(async () => {
    floor = await Floor.ready(lab)
    await floor.says('platform configure --proxy traefik')
    await floor.says('server configure box1 --base-folder /opt/hosting --proxy nginx --parallel 2 --host-root /opt/own')
  }, 60_000)

  afterAll(() => floor?.close())

  const inside = async (line: string) => wellDone(await floor.server.exec('sh', '-c', line)).output.trim()
  const refused = async (line: string) => (await floor.api.ask(line)).text

  test('the look at it says what of that is not there yet', async () => {
    const job = await floor.done('server check box1')
    expect(job.lines.join('\n')).toContain('The root for host paths, /opt/own, is not there. Make it, as root there')
    expect(job.lines.join('\n')).toContain('The folder /opt/hosting is ours to write')
  })

  test('a deploy goes by it, and not by what holds for others', async () => {
    await floor.done('deploy acme/staging')
    expect((await floor.visit('/web/login')).status).toBe(200)
    expect((await inside('ls /opt/hosting')).split('\n')).toEqual(expect.arrayContaining(['proxy', 'repositories']))
    expect(await inside('ls /opt')).not.toContain('paasportal')
    expect(await inside("docker ps --format '{{.Names}}'")).toMatch(/^paasportal_nginx$/m)
  })

  test('once something stands there, another proxy or folder is refused with the reason', async () => {
    expect(await refused('server configure box1 --proxy traefik')).toContain('are deployed on box1 behind nginx')
    expect(await refused('server configure box1 --base-folder /opt/else')).toContain('on box1, in /opt/hosting')
  })

  test('what the platform says from now on is for others: the next deploy finds all where it was', async () => {
    const said = await floor.says('platform configure --base-folder /opt/third --resource-prefix third')
    expect(said.text).toContain('box1 keeps its folder, prefix and proxy')
    floor.addons.write('README.md', 'two').push('Two')
    const before = await inside('docker inspect -f {{.Id}} $(docker ps -q --filter name=_db)')
    await floor.done('deploy acme/staging')
    expect(await inside('docker inspect -f {{.Id}} $(docker ps -q --filter name=_db)')).toBe(before)
    expect((await floor.visit('/web/login')).status).toBe(200)
    expect(await inside('ls /opt')).not.toContain('third')
    expect(await inside("docker network ls --format '{{.Name}}'; docker volume ls --format '{{.Name}}'")).not.toContain(
      'third',
    )
  })
})
