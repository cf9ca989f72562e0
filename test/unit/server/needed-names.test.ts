import { expect, test } from 'vitest'
import { neededNames } from '../../../core/server/needed-names.ts'
import type { TestHouse } from '../house.ts'
import { withAcme } from '../project/acme.ts'

async function needed(house: TestHouse) {
  const server = await house.store.reading.server.one({ name: 'box1' })
  return server && neededNames(house.store.reading, server)
}

test('a server needs the hosts that its images and repositories come from, and no others', async () => {
  const { house, admin } = await withAcme()
  const images = { postgres_image: 'mirror.acme.example:5000/postgres:15', pgbouncer_image: '192.0.2.9/pgbouncer:1' }
  await house.asks(admin, 'platform.configure', {
    ...images,
    nginx_image: 'mirror.acme.example:5000/nginx',
    proxy: 'nginx',
  })
  const found = await needed(house)
  expect(found).toContain('mirror.acme.example')
  expect(found).not.toContain('registry-1.docker.io')
  expect(found?.filter((name) => name.includes('192.0.2'))).toEqual([])
  await house.asks(admin, 'repository.add', { url: 'https://git.other.example:8443/tools.git' })
  expect(await needed(house)).toContain('git.other.example')
  await house.asks(admin, 'platform.configure', { proxy: 'traefik' })
  expect(await needed(house)).toContain('registry-1.docker.io')
})
