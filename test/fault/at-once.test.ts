import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Json } from '../surface/api.ts'
import { PracticeFloor, until } from './practice-floor.ts'

let floor: PracticeFloor

beforeAll(async () => {
  floor = await PracticeFloor.open()
})

afterAll(() => floor?.close())

const ended = (job: Json) => (['success', 'failed', 'cancelled'].includes(job.state) ? job : undefined)
const end = (number: number): Promise<Json> => until(async () => ended(await floor.show(number)))

test('a second person who deploys while it runs comes next, on top of what the first one brought', async () => {
  await floor.build('both')
  const asked = async (line: string) => Number((await floor.api.must(line)).body.job.number)
  expect(await end(await asked('deploy both/staging'))).toMatchObject({ state: 'success' })
  await floor.api.must('practice commit both --message First')
  await floor.api.must('practice hold cloning_repo --server both')
  const first = await asked('deploy both/staging')
  await until(async () => (await floor.isIn(first, 'cloning_repo')) || undefined)
  await floor.api.must('practice commit both --message Second')
  const second = await asked('deploy both/staging')
  expect(await floor.show(second)).toMatchObject({ state: 'pending' })
  await floor.api.must('practice release --server both')
  expect([await end(first), await end(second)]).toMatchObject([{ state: 'success' }, { state: 'success' }])
  const { lines } = await floor.trace(second, 'both')
  const anew = lines.map(({ message }) => message).find((one) => one.startsWith('Planned anew'))
  const { body } = await floor.api.must('deployment list both/staging')
  const brought = body.data.deployments.find((one: Json) => one.number === first)
  expect(anew).toContain(`${brought.git_commit.slice(0, 7)} on`)
})
