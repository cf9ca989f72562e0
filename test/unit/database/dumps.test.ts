import { expect, test } from 'vitest'
import { dumped } from '../../../adapters/database/dumps.ts'

const saying = (...answer: unknown[]) => ({ ask: () => Promise.resolve(answer) })

test('a dump is there, or is not: an empty file is none', async () => {
  expect(await dumped(saying(1200), '/dumps/r1.dump')).toBe(true)
  expect(await dumped(saying(0), '/dumps/r1.dump')).toBe(false)
})

test('who hears no size does not say that there is none', async () => {
  await expect(dumped(saying(), '/dumps/r1.dump')).rejects.toMatchObject({ transient: true })
})
