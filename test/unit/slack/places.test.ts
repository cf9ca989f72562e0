import { expect, test } from 'vitest'
import { Places } from '../../../bot/conversation/places.ts'

test('so many at once, the others in their order, and a failure gives its place back', async () => {
  const places = new Places(2)
  const begun: number[] = []
  const ends: ((how: 'well' | 'badly') => void)[] = []
  const work = (at: number) => () => {
    begun.push(at)
    return new Promise<void>((resolve, reject) => {
      ends[at] = (how) => (how === 'well' ? resolve() : reject(new Error('badly')))
    })
  }
  const running = [0, 1, 2, 3].map((at) => places.in(work(at)))
  expect(begun).toEqual([0, 1])
  ends[1]?.('badly')
  await expect(running[1]).rejects.toThrow('badly')
  expect(begun).toEqual([0, 1, 2])
  ends[0]?.('well')
  await running[0]
  expect(begun).toEqual([0, 1, 2, 3])
})
