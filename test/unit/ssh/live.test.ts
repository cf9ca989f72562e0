import { Client } from 'ssh2'
import { expect, test } from 'vitest'
import { Live } from '../../../adapters/ssh/live.ts'

test('a connection that lets no call out any more counts as dropped, though it has not said so yet', async () => {
  const live = new Live('server.example', new Client())
  const heard: string[] = []
  live.whenDropped((fault) => heard.push(fault.code))
  const refused = { code: 'server_unreachable', transient: true }
  await expect(live.session('true', () => true)).rejects.toMatchObject(refused)
  expect(live.dropped).toBe(true)
  expect(heard).toEqual(['server_unreachable'])
})
