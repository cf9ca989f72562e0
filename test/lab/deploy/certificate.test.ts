import { once } from 'node:events'
import { join } from 'node:path'
import { connect } from 'node:tls'
import sqlite3 from 'sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { told } from '../diagnosis/told.ts'
import { describeInLab } from '../endpoints.ts'
import { OwnPebble } from '../own-pebble.ts'
import { ran, wellDone } from '../own-server.ts'
import { Floor } from './floor.ts'
import { Visitors } from './visitors.ts'

/** Two thirds of it, and a certificate of that life is due: no long wait, and time enough to be seen before its end. */
const lifeSeconds = 15

describeInLab('the certificate of an instance, when it comes to its end', (lab) => {
  let floor: Floor
  let brief: OwnPebble
  const other = () => `other-${floor.domain}`

  beforeAll(async () => {
    brief = await OwnPebble.start(lab, { lifeSeconds })
    floor = await Floor.ready(lab)
    await floor.says('environment create acme/development --server box1')
    await floor.says('environment automate acme/development --automatic-install')
    await floor.says(`instance create acme/development --version 19.0 --branch main --domain ${other()}`)
    await floor.says('instance size acme/development --cpu 1 --memory 1G')
    await Promise.all([floor.done('deploy acme/staging'), floor.done('deploy acme/development')])
  }, 180_000)

  afterAll(async () => {
    await floor?.close()
    await brief?.stop()
  })

  /** What a visitor is shown at this moment. */
  async function shown(domain = floor.domain): Promise<{ serial: string; until: number }> {
    const socket = connect({ host: floor.server.address, port: 443, servername: domain, rejectUnauthorized: false })
    await once(socket, 'secureConnect')
    const { serialNumber: serial, valid_to: until } = socket.getPeerCertificate()
    socket.destroy()
    return { serial, until: Date.parse(until) }
  }

  const given = (directory: string) => floor.says(`platform configure --acme-directory ${directory}`)
  const renewals = async () =>
    (await floor.says('job list')).body.data.jobs.filter(
      ({ operation }: { operation: string }) => operation === 'certificate.renew',
    )

  /** A bot that comes back when the hour of this tick has come: its last turn is put so far into the past. */
  async function anHourLater(): Promise<void> {
    await floor.bot.stop()
    const database = new sqlite3.Database(join(floor.bot.folder, 'pilothouse.sqlite'))
    const changed = await new Promise<number>((resolve, reject) => {
      database.run(
        "UPDATE setting SET value = json_set(value, '$.turn', json_extract(value, '$.turn') - 7200000) WHERE name = 'tick.renew-certificates'",
        function (error) {
          if (error) reject(error)
          else resolve(this.changes)
        },
      )
    })
    await new Promise((resolve) => database.close(resolve))
    expect(changed).toBe(1)
    await floor.reopen()
  }

  /** The job by which the clock renews, when it has ended. */
  async function renewedByItself(before: number) {
    await anHourLater()
    await expect.poll(async () => (await renewals()).length, { timeout: 60_000 }).toBeGreaterThan(before)
    const [newest] = await renewals()
    return floor.ended(newest.number)
  }

  /** Until the clock would say of it that it is due. */
  async function isDue(): Promise<void> {
    const { until } = await shown()
    await expect.poll(() => until - Date.now(), { timeout: 60_000 }).toBeLessThan((lifeSeconds * 1000) / 3)
  }

  test('a good one is kept; a forced new one is shown without one failed request', async () => {
    const before = await shown()
    const site = { address: floor.server.address, domain: floor.domain }
    const visitors = [Visitors.fresh(site), Visitors.kept(site)]
    const served = () => Promise.all(visitors.map((each) => each.served(10)))
    await served()
    const kept = await floor.done('certificate renew acme/staging')
    expect(kept.lines.join('\n')).toMatch(/valid until \d{4}-.*nothing to renew/)
    expect(await shown()).toEqual(before)
    const forced = await floor.done('certificate renew acme/staging --force')
    expect(forced.result.kind).toBe('made')
    const after = await shown()
    expect(after.serial).not.toBe(before.serial)
    await served()
    for (const each of visitors) {
      const { failed } = await each.leave()
      expect(failed).toEqual([])
    }
    const page = await floor.visit('/web/login', { ca: await floor.authority() })
    expect(page.status).toBe(200)
    // Nothing is left of the one before the last: a key that is not needed is not kept.
    const keys = await floor.server.exec('sh', '-c', 'ls -d /opt/paasportal/proxy/nginx/certificates/*/*/key.pem')
    expect(wellDone(keys).output.trim().split('\n')).toHaveLength(3)
  })

  test('one that ends soon is renewed by the clock, and another is left alone', async () => {
    const others = await shown(other())
    await given(brief.directory)
    await floor.done('certificate renew acme/staging --force')
    const short = await shown()
    expect(short.until - Date.now()).toBeLessThanOrEqual(lifeSeconds * 1000)
    await given(lab.acme.directory)
    await isDue()
    const site = { address: floor.server.address, domain: floor.domain }
    const visitors = Visitors.fresh(site)
    const before = await renewals()
    const job = await renewedByItself(before.length)
    expect(job).toMatchObject({ state: 'success', result: { kind: 'made' } })
    const long = await shown()
    expect(long.serial).not.toBe(short.serial)
    expect(long.until).toBeGreaterThan(Date.now() + 60 * 86_400_000)
    expect((await visitors.leave()).failed).toEqual([])
    expect(await shown(other())).toEqual(others)
    expect(await renewals()).toHaveLength(before.length + 1)
  })

  test('where none is given it is said why and what to do, and the old one is shown on', async () => {
    await given(brief.directory)
    await floor.done('certificate renew acme/staging --force')
    const short = await shown()
    await away(floor.domain)
    await isDue()
    const before = await renewals()
    const job = await renewedByItself(before.length)
    expect(job).toMatchObject({ state: 'failed', failure: { code: 'certificate_refused', stage: 'renewing' } })
    expect(job.failure.message).toMatch(new RegExp(`${floor.domain}: .*the one that it has is valid until 20`))
    expect(job.failure.remedy).toContain('See that the name leads to the server')
    const { body } = await floor.says(`job why ${job.number}`)
    expect(body.data.diagnosis).toMatchObject({ id: 'certificate_refused' })
    expect(body.card.actions).toContainEqual(expect.objectContaining({ operation: 'certificate.renew' }))
    expect(await shown()).toEqual(short)
    expect((await floor.visit('/web/login')).status).toBe(200)
    // Whoever wants one by force hears the same of one that is good still.
    await given(lab.acme.directory)
  })

  test('a deploy that got none says so at its end, and after some tries that there is none for a while', async () => {
    const strict = await OwnPebble.start(lab, { lifeSeconds, httpPort: 81 })
    try {
      await given(strict.directory)
      await floor.says(`instance configure acme/development --domain third-${floor.domain}`)
      const found = await told(floor, 'deploy acme/development')
      expect(found.is).toBe('certificate_refused')
      expect(found.buttons).toContain('certificate.renew')
      expect(found.lines.join('\n')).toMatch(/configuring_traefik warning SSL certificate not issued .*:81/)
      const { text, body } = await floor.says(`job show ${found.number}`)
      expect(body.data.state).toBe('success')
      expect(text).toMatch(/SSL certificate not issued.*The certificate was refused.*Perhaps: /s)
      const renewed = () => told(floor, 'certificate renew acme/development')
      for (let tries = 1; tries < 5; tries += 1) expect((await renewed()).is).toBe('certificate_refused')
      const limited = await renewed()
      expect(limited).toMatchObject({ is: 'certificate_limit', text: expect.stringContaining('5 tries failed within') })
      expect(limited.buttons).toContain('certificate.renew')
    } finally {
      await strict.stop()
      await given(lab.acme.directory)
    }
  })

  /** Taken out of the zone, as by somebody else. */
  async function away(name: string): Promise<void> {
    const { server, zone, keyName, algorithm, secret } = lab.dns
    const [host, port] = server.split(':')
    const said = `server ${host} ${port}\\nzone ${zone}\\nupdate delete ${name}. A\\nsend\\n`
    wellDone(await ran('sh', ['-c', `printf '${said}' | nsupdate -y ${algorithm}:${keyName}:${secret}`]))
  }
})
