import { expect, test } from 'vitest'
import { equipmentFor } from '../../../core/server/equipment.ts'
import { practising } from '../deployment/practising.ts'
import { testHouse } from '../house.ts'

const debian = 'https://mirror.example/debian bookworm main'

test('a mirror of Debian is named with its suite, and is what servers are given', async () => {
  const { house, ada, serverId } = await practising()
  await house.asks(ada, 'platform.configure', { apt_mirror: debian, pip_index: 'https://mirror.example/simple' })
  const server = await house.store.reading.server.one({ id: serverId })
  if (!server) throw new Error('no server')
  const { mirrors } = await equipmentFor(house, server, null)
  expect(mirrors).toEqual({ apt: debian, pip: 'https://mirror.example/simple' })
})

test('whoever names another image of a proxy hears that those that run keep theirs', async () => {
  const { house, ada } = await practising()
  const answer = await house.asks(ada, 'platform.configure', { nginx_image: 'registry.example/nginx:2' })
  expect(JSON.stringify(answer.card)).toContain('Proxies that run keep their image')
  const other = await house.asks(ada, 'platform.configure', { nginx_image: 'registry.example/nginx:2', keep_days: 9 })
  expect(JSON.stringify(other.card)).not.toContain('Proxies that run')
})

test.each([['https://mirror.example/debian bookworm; id'], ['deb https://mirror.example/debian bookworm main']])(
  '%s is none',
  async (apt_mirror) => {
    const house = await testHouse()
    const ada = await house.person('root', 'admin')
    expect(await house.refuses(ada, 'platform.configure', { apt_mirror })).toMatchObject({ code: 'invalid_arguments' })
  },
)
