import { afterAll, beforeAll, expect, test } from 'vitest'
import { parsedFacts, probe } from '../../core/server/facts.ts'
import { describeInLab } from './endpoints.ts'
import { addressOf, base, limits, lineTo, until } from './own-line.ts'
import { OwnServer } from './own-server.ts'

describeInLab('a look at a server', (lab) => {
  const server = new OwnServer()
  beforeAll(() => server.start())
  afterAll(() => server.stop())

  async function ground(user: string, before: readonly string[] = [], root: string | null = null) {
    const line = await lineTo(addressOf(lab, server, user))
    const { output } = await line.exec(
      [...before, ...probe('/var/run/docker.sock', base, root, ['localhost', 'nobody.invalid'])],
      {
        ...limits,
        deadlineMs: 20_000,
      },
    )
    await line.close()
    return parsedFacts(output).ground
  }

  test('sees whose the base folder is, what room there is, and git', async () => {
    const asRoot = await ground('root')
    expect(asRoot.base).toMatchObject({ folder: base, writable: true })
    expect(asRoot.base.freeMb).toBeGreaterThan(0)
    expect(asRoot.engineFreeMb).toBeGreaterThan(0)
    expect(asRoot.git).toBe(true)
    expect(asRoot.names).toEqual({ known: ['localhost'], unknown: ['nobody.invalid'] })
    expect((await ground('deployer')).base.writable).toBe(false)
  })

  test('sees who has the ports of the web', async () => {
    expect((await ground('root')).ports).toEqual({ 80: 'free', 443: 'free' })
    await server.exec('sh', '-c', 'setsid python3 -m http.server 80 >/dev/null 2>&1 </dev/null &')
    await until(async () => (await ground('root')).ports[80] === 'other')
    expect((await ground('root')).ports[443]).toBe('free')
  })

  test('sees the root for host paths, where one was named', async () => {
    expect((await ground('root')).hostRoot.there).toBeNull()
    expect((await ground('root', [], '/srv/odoo')).hostRoot).toEqual({ folder: '/srv/odoo', there: false })
    await server.exec('mkdir', '-p', '/opt/own')
    expect((await ground('root', [], '/opt/own')).hostRoot.there).toBe(true)
  })

  test('sees a heavy .bashrc', async () => {
    await server.exec('sh', '-c', 'mkdir -p /opt/heavy /opt/light; echo "sleep 5" >/opt/heavy/.bashrc')
    const withHome = (home: string) => ground('root', ['env', `HOME=${home}`, 'SHELL=/bin/bash'])
    const { shellMs: heavy } = await withHome('/opt/heavy')
    expect(heavy).toBeGreaterThanOrEqual(5000)
    expect((await withHome('/opt/light')).shellMs).toBeLessThan(heavy ?? 0)
  })
})
