import { expect, test } from 'vitest'
import { Steps } from '../../../bot/start/steps.ts'

const never = () => new Promise<void>(() => {})

test('what was opened last is closed first', async () => {
  const closed: string[] = []
  const steps = new Steps()
  for (const what of ['store', 'page', 'jobs'])
    steps.opened(what, async () => {
      closed.push(what)
    })
  await steps.close()
  expect(closed).toEqual(['jobs', 'page', 'store'])
})

test('one that fails, and one that never ends, keep nobody open and are named', async () => {
  const closed: string[] = []
  const steps = new Steps()
  steps.opened('the store', async () => {
    closed.push('store')
  })
  steps.opened('the lines', never)
  steps.opened('the page', () => Promise.reject(new Error('the page is stuck')))
  const failure = await steps.close(1).catch((error: unknown) => error)
  expect(closed).toEqual(['store'])
  expect(failure).toBeInstanceOf(AggregateError)
  expect((failure as AggregateError).errors.map(String)).toEqual([
    'Error: the page is stuck',
    'Error: the lines did not close within 0.001 s',
  ])
})
