import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Grammar } from '../../../bot/grammar/read.ts'
import { Operations } from '../../../core/operation/registry.ts'
import { testHouse } from '../house.ts'
import { serverRename } from './example/rename.operation.ts'

const page = readFileSync(new URL('../../../docs/add-an-operation.md', import.meta.url), 'utf8')
const example = readFileSync(new URL('./example/rename.operation.ts', import.meta.url), 'utf8')

test('the example on the page is the file that is checked and run', () => {
  const shown = /```ts\n([\s\S]*?)```/.exec(page)?.[1]
  expect(shown).toBe(example.replaceAll('../../../../core/server/', './').replaceAll('../../../../core/', '../'))
})

test('the example does what the page says', async () => {
  const house = await testHouse()
  house.operations = new Operations([...house.operations.all(), serverRename])
  const ada = await house.person('Ada', 'maintainer')
  const nowhere = { host: '127.0.0.1', port: 1 }
  await house.asks(ada, 'server.add', { name: 'box1', ...nowhere })
  await house.asks(ada, 'server.add', { name: 'taken', ...nowhere })

  const read = new Grammar(house.operations).read(serverRename.examples[0] ?? '')
  expect(read).toEqual({ understood: { operation: 'server.rename', arguments: { server: 'box1', to: 'box2' } } })
  expect(await house.refuses(ada, 'server.rename', { server: 'box1', to: 'taken' })).toMatchObject({ status: 409 })
  const { data } = await house.asks(ada, 'server.rename', { server: 'box1', to: 'box2' })
  expect(data).toMatchObject({ name: 'box2' })
  expect(
    await house.refuses(await house.person('Eve', 'viewer'), 'server.rename', { server: 'box2', to: 'mine' }),
  ).toMatchObject({ status: 403 })
})
