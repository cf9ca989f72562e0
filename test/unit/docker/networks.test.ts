import { expect, test } from 'vitest'
import type { Call } from '../../../adapters/docker/call.ts'
import { byName } from '../../../adapters/docker/networks.ts'
import { Fault } from '../../../core/error.ts'

const doubled = () => new Fault('network_doubled', { server: 'box', network: 'shop' }, { transient: true })

/** An engine of nothing but networks; the named one has something that runs on it. */
function engine(ids: string[], used: string | null) {
  const left = [...ids]
  const ask = async ({ method, path }: Call) => {
    if (method === 'GET') return { status: 200, body: left.map((Id) => ({ Id, Name: 'shop', Created: Id })) }
    const id = path.split('/').at(-1) ?? ''
    if (id === used) return { status: 403, body: 'network shop has active endpoints' }
    left.splice(left.indexOf(id), 1)
    return { status: 204, body: null }
  }
  const act = async () => {
    if (left.length > 1) throw doubled()
    return left[0]
  }
  return { ask, act }
}

test.each([
  ['the oldest', ['1', '2', '3'], null, '1'],
  ['the younger, where something runs on it', ['1', '2'], '2', '2'],
])('of networks with one name it leaves %s', async (_, ids, used, kept) => {
  const { ask, act } = engine(ids, used)
  expect(await byName({ ask }, act)).toBe(kept)
})

test('where several are in use it says so in the end', async () => {
  const both = engine(['1'], '1')
  await expect(byName(both, () => Promise.reject(doubled()))).rejects.toMatchObject({ code: 'network_doubled' })
})
