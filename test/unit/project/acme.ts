import type { Rows } from '../../../core/ports/rows.ts'
import { type TestHouse, testHouse } from '../house.ts'

/** A house with one project, its production and staging with an instance each on one server, and people of every kind. */
export async function withAcme() {
  const house = await testHouse()
  const admin = await house.person('ada', 'admin')
  await house.asks(admin, 'server.add', { name: 'box1', host: '192.0.2.7' })
  await house.asks(admin, 'project.create', { name: 'acme', repo: 'https://git.example/acme.git' })
  for (const kind of ['production', 'staging']) {
    await house.asks(admin, 'environment.create', { environment: `acme/${kind}`, server: 'box1' })
    await house.asks(admin, 'instance.create', { environment: `acme/${kind}`, version: '19.0' })
  }
  await house.asks(admin, 'project.create', { name: 'other' })
  const [acme, other] = await house.store.reading.project.find({}, { order: ['slug'] })
  await house.store.write((rows) => rows.project.update({ slug: 'other' }, { state: 'archived' }))
  const inAcme = { scope: 'project', scopeId: acme?.id ?? '' } as const
  const people = {
    admin,
    maintainer: await house.person('max', 'maintainer', inAcme),
    plus: await house.person('pia', 'developer_plus', inAcme),
    developer: await house.person('dev', 'developer', inAcme),
    viewer: await house.person('vic', 'viewer', inAcme),
    outsider: await house.person('otto', 'maintainer', { scope: 'project', scopeId: other?.id ?? '' }),
    stranger: await house.person('sam'),
  }
  await house.store.write((rows) => rows.project.remove({ slug: 'other' }))
  return { house, ...people }
}

const kept = [
  'project',
  'environment',
  'instance',
  'variable',
  'version',
  'registry',
  'server',
  'binding',
  'job',
  'event',
] as const

/** All that a refused change must leave as it was. */
export async function snapshot(house: TestHouse): Promise<unknown> {
  const tables: (keyof Rows)[] = [...kept]
  return Promise.all(tables.map((table) => house.store.reading[table].find()))
}
