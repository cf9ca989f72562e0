import { afterAll, beforeAll, expect, test } from 'vitest'
import { told } from '../diagnosis/told.ts'
import { describeInLab } from '../endpoints.ts'
import { wellDone } from '../own-server.ts'
import { Floor } from './floor.ts'
import { interruptionIn } from './interruption.ts'
import { nothingLeft } from './stock.ts'
import { Heard } from './strike.ts'
import { visited } from './visited.ts'
import type { Visitor } from './visitor.ts'

/** It changes data, waits until somebody lets it go on, and fills PostgreSQL's journal then: nothing else grows. */
const journaling = (go: string) =>
  [
    'import os, time',
    'def migrate(cr, version):',
    "    cr.execute('UPDATE acme_orders SET total = total + 1')",
    '    cr.commit()',
    `    while not os.path.exists('/var/lib/odoo/${go}'):`,
    '        time.sleep(0.1)',
    '    for _ in range(160):',
    "        cr.execute(\"SELECT pg_logical_emit_message(true, 'acme', repeat('x', 1 << 20))\")",
    '        cr.commit()',
  ].join('\n')

const panics = /PANIC: {2}could not write to file "pg_wal\/\S+": No space left on device/g

const patienceMs = 300_000

describeInLab('a disk so full that PostgreSQL ends', (lab) => {
  let floor: Floor
  let visitor: Visitor
  let instance = ''

  beforeAll(async () => {
    floor = await Floor.ready(lab, { diskMb: 2200 })
    instance = (await floor.done('deploy acme/staging')).instance_id
    await sql('CREATE TABLE acme_orders AS SELECT i AS total FROM generate_series(1, 1000) i')
    await sql('ALTER TABLE acme_orders OWNER TO odoo')
  })

  afterAll(() => floor?.close())

  visited(
    () => floor,
    (one) => {
      visitor = one
    },
  )

  const shell = async (script: string) => wellDone(await floor.server.exec('sh', '-c', script)).output.trim()
  const sql = (statement: string) => floor.sql(instance, statement)
  const orders = () => sql('SELECT sum(total) FROM acme_orders')
  const fill = (leftMb: number) =>
    shell(`free=$(df -m --output=avail /opt | tail -1); fallocate -l $((free - ${leftMb}))M /opt/full`)
  const makeRoom = () => shell('rm -f /opt/full')
  const log = () => shell(`docker logs ${instance}_db 2>&1`)
  const panicked = async () => ((await log()).match(panics) ?? []).length

  /** An update is in the middle, what it did until then is committed, and the disk is full to the last segment. */
  const struck = async (version: string, mark: string, moved: string) => {
    const before = await panicked()
    const files = { [`migrations/${version}/post-move.py`]: journaling(mark) }
    floor.addons.module('acme_base', { mark, version, files }).push(`Move to ${mark}`)
    const heard = await Heard.job(floor, 'deploy acme/staging')
    await heard.says(/^Updating /)
    await expect.poll(orders, { timeout: 60_000 }).toBe(moved)
    await fill(1)
    await shell(`touch /opt/paasportal/${instance}/data/${mark}`)
    await expect.poll(panicked, { timeout: 60_000 }).toBeGreaterThan(before)
    return heard
  }

  test(
    'until there is room it is said what is needed; then the old one serves on its data, and a retry goes through',
    async () => {
      const heard = await struck('19.0.2.0.0', 'two', '501500')
      await heard.says(/does not serve yet, visitors see the maintenance page.*It is tried again until it works/)
      heard.close()
      // It ends whenever it begins: PostgreSQL itself cannot mend this.
      await expect.poll(log, { timeout: 60_000 }).toMatch(/FATAL: {2}could not write .*No space left on device/)
      await expect
        .poll(() => shell(`docker inspect -f '{{.RestartCount}}' ${instance}_db`), { timeout: 60_000 })
        .not.toBe('0')
      const { text, body } = await floor.says(`job show ${heard.number}`)
      expect(body.data.failure).toMatchObject({ code: 'disk_full', stage: 'initializing_database' })
      expect(body.data.failure.owed).toMatchObject({
        code: 'not_back',
        why: expect.stringContaining('No space left on'),
      })
      expect(text).toMatch(/The disk of the server is full.*Free some space there/)
      expect(body.card.actions.map(({ operation }: { operation: string }) => operation)).toContain('server.cleanup')
      const why = await floor.says(`job why ${heard.number}`)
      expect(why.body.data.diagnosis).toMatchObject({ id: 'disk_full' })
      expect(why.text).toContain('visitors see the maintenance page')
      expect(await told(floor)).toMatchObject({
        is: 'refused: disk_full',
        buttons: expect.arrayContaining(['server.check']),
      })
      expect(await shell(`ls /opt/paasportal/${instance}/dumps`)).toMatch(/\.dump$/m)
      expect((await floor.visit('/web/login')).status).toBe(503)

      await makeRoom()
      const job = await floor.ended(heard.number)
      await visitor.leave()
      expect(job).toMatchObject({ state: 'failed', failure: { code: 'disk_full', stage: 'initializing_database' } })
      expect(job.failure).not.toHaveProperty('owed')
      expect((await floor.says(`job show ${job.number}`)).text).toContain('which ran before, still serves')
      expect(visitor.marks).toEqual(['one'])
      expect(visitor.seen.at(-1)).toMatchObject({ status: 200, mark: 'one' })
      expect([...new Set(visitor.failed.map(({ status }) => status))]).toEqual([503])
      expect(visitor.gapMs).toBeLessThanOrEqual(interruptionIn(job) + 100)
      expect(await orders()).toBe('500500')
      await nothingLeft(floor)

      await floor.done(`job retry ${job.number}`)
      expect((await floor.visit('/web/login')).text).toContain('acme_base=19.0.2.0.0:two')
      expect(await orders()).toBe('501500')
    },
    patienceMs,
  )

  test(
    'where there is room again a moment later it goes back by itself, and says the same',
    async () => {
      const heard = await struck('19.0.3.0.0', 'three', '502500')
      await makeRoom()
      heard.close()
      const job = await floor.ended(heard.number)
      expect(job).toMatchObject({ state: 'failed', failure: { code: 'disk_full', stage: 'initializing_database' } })
      expect((await floor.visit('/web/login')).text).toContain('acme_base=19.0.2.0.0:two')
      expect(await orders()).toBe('501500')
      await floor.done(`job retry ${job.number}`)
      expect(await orders()).toBe('502500')
    },
    patienceMs,
  )

  test(
    'no room for the dump: it is refused before anybody sees a maintenance page',
    async () => {
      floor.addons.module('acme_base', { mark: 'four', version: '19.0.3.0.0' }).push('Change')
      await fill(80)
      expect(await told(floor)).toMatchObject({
        is: 'refused: room_short',
        text: expect.stringMatching(/has \d+ MB free, and the dump from before the update takes about \d+ MB/),
        buttons: expect.arrayContaining(['server.cleanup', 'server.check']),
      })
      await makeRoom()
      // Enough to begin, and to come back only once there is more.
      await sql('CREATE TABLE acme_large AS SELECT md5(i::text) AS t FROM generate_series(1, 1000000) i')
      await fill(200)
      const planned = await floor.says('plan acme/staging')
      await makeRoom()
      expect(planned.text).toMatch(/Little room: \d+ MB are free\. Should the update fail/)
      await floor.done('deploy acme/staging')
      await visitor.leave()
      expect((await floor.visit('/web/login')).text).toContain(':four')
    },
    patienceMs,
  )
})
