import { expect, test } from 'vitest'
import { asRootOver } from '../../adapters/remote/as-root.ts'
import type { ContainerSpec } from '../../core/ports/containers.ts'

async function namesOf(jobId: string | undefined, commands: readonly string[][]): Promise<string[]> {
  const names: string[] = []
  const once = ({ name }: ContainerSpec) => {
    names.push(name)
    return Promise.resolve({ code: 0, log: '' })
  }
  const place = { base: '/opt/paasportal', prefix: 'paas' }
  const asRoot = asRootOver(
    { once, list: () => Promise.resolve([]) },
    () => Promise.resolve(['sha256:1']),
    place,
    jobId,
  )
  for (const command of commands) await asRoot(command)
  return names
}

test('whoever takes a job over finds what a killed worker left: the same act of a job has the same name', async () => {
  const [first, other] = await namesOf('job1', [
    ['chown', '1:1', '/opt/paasportal/a'],
    ['chown', '1:1', '/opt/paasportal/b'],
  ])
  expect(first).not.toBe(other)
  expect(await namesOf('job1', [['chown', '1:1', '/opt/paasportal/a']])).toEqual([first])
  expect(await namesOf('job2', [['chown', '1:1', '/opt/paasportal/a']])).not.toEqual([first])
})
