import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Json } from '../../surface/api.ts'
import { Floor } from '../deploy/floor.ts'
import { Heard } from '../deploy/strike.ts'
import { describeInLab } from '../endpoints.ts'
import { wellDone } from '../own-server.ts'
import { sshdBy } from '../sshd-settings.ts'
import { record } from './record.ts'

/** A name is waited for as long as in earnest, three minutes; what else takes its time is provoked meanwhile. */
describeInLab('what shows only after a while has its name, its remedy and a button', (lab) => {
  let floor: Floor
  let first: Heard

  const shell = async (line: string) => wellDone(await floor.server.exec('sh', '-c', line)).output.trim()

  beforeAll(async () => {
    floor = await Floor.ready(lab)
    await floor.says('provider remove lab --confirm yes')
    await record(lab, floor.domain, '192.0.2.17')
    first = await Heard.job(floor, 'deploy acme/staging')
    await first.begins('verifying_dns')
  })

  afterAll(async () => {
    first?.close()
    await floor?.close()
  })

  /** Whatever is run by its sshd lives at another time from the next connection on. */
  const clockBy = async (offset: string | null) => {
    const library = await shell('ls /usr/lib/*/faketime/libfaketime.so.1')
    await sshdBy(floor.server, "sed -i '/^SetEnv/d'")
    if (offset !== null) await sshdBy(floor.server, `echo 'SetEnv LD_PRELOAD=${library} FAKETIME=${offset}' >>`)
  }

  test('the clock of the server is wrong: its check says by how much, and what sets it', async () => {
    await clockBy('-2h')
    try {
      const [output] = (await floor.done('server exec box1 "date +%s"')).lines.flatMap(
        (line) => /\b\d{10}\b/.exec(line) ?? [],
      )
      expect(Date.now() / 1000 - Number(output)).toBeGreaterThan(7000)
      const { lines } = await floor.done('server check box1')
      expect(lines.join('\n')).toMatch(
        /warning Its clock is 7[12]\d\d s behind\. Set it, as root: `timedatectl set-ntp true`/,
      )
      expect((await floor.says('server show box1')).text).toMatch(/Its clock is 7[12]\d\d s behind/)
    } finally {
      await clockBy(null)
    }
    expect((await floor.done('server check box1')).lines.join('\n')).toContain('Its clock is right')
  })

  test('the name does not lead to the server yet: it serves all the same, and it is said what to do', async () => {
    await first.says(/DNS verification timed out/)
    const job = await floor.ended(first.number)
    expect(job.state).toBe('success')
    const stage = job.stages.find(({ id }: Json) => id === 'verifying_dns')
    expect(stage).toMatchObject({ state: 'warned', latest: expect.stringContaining('it leads to 192.0.2.17') })
    const { text, body } = await floor.says(`job show ${job.number}`)
    expect(text).toMatch(/The name does not lead to the server yet.*dig/)
    expect(body.card.actions.map(({ operation }: Json) => operation)).toContain('instance.configure')
    expect((await floor.visit('/web/login', { tls: false })).text).toContain('acme_base=')

    // Visitors may come by another way, which nobody sees from here: a redeploy looks once and says what it saw.
    const again = await floor.done('deploy acme/staging')
    const looked = again.stages.find(({ id }: Json) => id === 'verifying_dns')
    expect(looked).toMatchObject({ state: 'warned', latest: expect.stringContaining('it leads to 192.0.2.17') })
    expect(again.lines.join('\n')).not.toMatch(/up to 3 minutes|timed out/)

    await record(lab, floor.domain, floor.server.address)
    await floor.done('deploy acme/staging')
    const ca = await floor.authority()
    expect((await floor.visit('/web/login', { ca })).text).toContain('acme_base=')
  }, 300_000)
})
