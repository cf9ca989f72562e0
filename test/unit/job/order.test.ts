import { expect, test } from 'vitest'
import { checked, inOrder } from '../../../core/pipeline/order.rule.ts'
import { stage } from './pipeline.ts'

const needs = (id: string, ...of: string[]) => stage(id, undefined, { needs: of })
const named = (...stages: ReturnType<typeof stage>[]) => ({ name: 'deploy', stages })

test('stages are put behind what they need, and otherwise stay as they are listed', () => {
  const ordered = inOrder(named(needs('b', 'a'), needs('a'), needs('d', 'c', 'b'), needs('c')))
  expect(ordered.map(({ id }) => id)).toEqual(['a', 'c', 'b', 'd'])
})

test('a pipeline that could not run to its end is told in a sentence', () => {
  const good = named(needs('a'), needs('b', 'a'))
  expect(checked(good)).toBe(good)
  expect(() => checked(named(needs('a'), needs('a')))).toThrow('the pipeline deploy has two stages called a')
  expect(() => checked(named(needs('a', 'x')))).toThrow('the stage a of the pipeline deploy needs x, which it has not')
  expect(() => checked(named(needs('a'), needs('b', 'c'), needs('c', 'b')))).toThrow('wait for each other: b, c')
  expect(() => checked(named(needs('a', 'a')))).toThrow('wait for each other: a')
})
