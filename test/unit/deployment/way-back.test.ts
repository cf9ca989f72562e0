import { describe, expect, test } from 'vitest'
import type { Ran } from '../../../core/deployment/lineage.ts'
import type { Way } from '../../../core/deployment/release.ts'
import { dataOf, lossWords } from '../../../core/deployment/way-back.rule.ts'
import type { Job } from '../../../core/job/job.ts'
import { exampleRelease } from './example-release.ts'

const at = Date.UTC(2026, 10, 21, 20)

/** `b3 update`: the third job brought release b, with an update. The newest first. */
function line(...said: string[]): Ran[] {
  return said.map((text) => {
    const [name = '', way = 'beside'] = text.split(' ')
    const number = Number(name.slice(1))
    return {
      // Only its number is looked at.
      job: { id: `j${number}`, number } as Job,
      release: { ...exampleRelease(), id: name.slice(0, 1), way: way as Way },
      dumpedAt: way === 'update' ? at + number : null,
      letInAt: at + 1000 * number,
    }
  })
}

describe('the data as a release left them', () => {
  test('lie in the dump of the first one after it that changed them', () => {
    const ran = line('d4 update', 'c3', 'b2 update', 'a1 first')
    expect(dataOf(ran, 'a')).toMatchObject({ by: 2, at: at + 2, file: '/opt/paasportal/i1/dumps/b.dump' })
    expect(dataOf(ran, 'b')).toMatchObject({ by: 4 })
    expect(dataOf(ran, 'c')).toMatchObject({ by: 4 })
  })

  test('are what is there, where nothing changed them since, and unknown where it never ran', () => {
    expect(dataOf(line('c3', 'b2', 'a1 first'), 'a')).toBeNull()
    expect(dataOf(line('b2 update', 'a1 first'), 'x')).toBeNull()
    expect(dataOf([], 'a')).toBeNull()
  })

  test('of one that came back are those of its last time', () => {
    expect(dataOf(line('c4 update', 'a3', 'b2 update', 'a1 first'), 'a')).toMatchObject({ by: 4 })
  })
})

test('what is lost is said from when visitors came, and for how long that was', () => {
  const data = { file: 'x', by: 12, at, letInAt: at + 90_000 }
  expect(lossWords(data, at + 90_000 + 2 * 3_600_000)).toBe(
    'The data go back to the dump of Saturday 21 Nov 2026, 20:00 UTC, taken just before #12: ' +
      'whatever was entered since Saturday 21 Nov 2026, 20:01 UTC is lost (2 h); ' +
      'attachments deleted since then may come back without their files',
  )
})
