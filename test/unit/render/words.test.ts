import { describe, expect, it } from 'vitest'
import { cut, harmless, oneLine } from '../../../bot/presenter/harmless.ts'
import { typed } from '../../../bot/presenter/typed.ts'
import { ago, duration, moment, size } from '../../../bot/presenter/words.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

describe('a duration in words', () => {
  it.each([
    [0, '0 s'],
    [0.2, '1 ms'],
    [320, '320 ms'],
    [3249, '3.2 s'],
    [9999, '9.9 s'],
    [45 * second, '45 s'],
    [59_999, '59 s'],
    [2 * minute + 5 * second, '2 min 5 s'],
    [2 * minute, '2 min'],
    [3 * hour + 4 * minute, '3 h 4 min'],
    [25 * hour, '1 day 1 h'],
    [5 * day + hour, '5 days'],
    [-1, '0 s'],
    [Number.NaN, 'an unknown time'],
  ])('%d ms is %s', (ms, words) => expect(duration(ms)).toBe(words))
})

describe('how long ago', () => {
  it.each([
    [-2 * second, 'just now'],
    [-30 * second, '30 s ago'],
    [-3 * minute, '3 min ago'],
    [-day, '1 day ago'],
    [-3 * day, '3 days ago'],
    [-90 * day, '3 months ago'],
    [-3 * 365 * day, '3 years ago'],
    [2 * hour, 'in 2 h'],
    [Number.NaN, 'at an unknown time'],
  ])('%d ms from now is %s', (offset, words) => expect(ago(1e12 + offset, 1e12)).toBe(words))
})

describe('a moment', () => {
  const then = Date.UTC(2026, 10, 21, 15, 48)
  it.each([
    ['Europe/Paris', '21 Nov 2026, 16:48 CET'],
    ['UTC', '21 Nov 2026, 15:48 UTC'],
    ['Nowhere/Atall', '21 Nov 2026, 15:48 UTC'],
  ])('in %s is %s', (zone, words) => expect(moment(then, zone)).toBe(words))

  it('that is none is said to be unknown', () => expect(moment(9e15, 'UTC')).toBe('an unknown time'))
})

it('says sizes in the unit that reads best', () => {
  expect([512, 1536, 20_480, 2 * 1024 * 1024].map(size)).toEqual(['512 MB', '1.5 GB', '20 GB', '2 TB'])
})

it('makes acting characters visible and leaves all others', () => {
  expect(harmless('a\u001b[31m\u202eb\ud83d👩‍👧\tü\r\n')).toBe('a\ufffd[31m\ufffdb\ufffd👩‍👧\tü\n')
  expect(oneLine(' a\n\tb ')).toBe('a b')
})

it('cuts between characters, never within one', () => {
  expect(cut('abc', 3)).toBe('abc')
  expect(cut('abcd', 3)).toBe('ab…')
  expect(cut('a👩b👩', 4)).toBe('a👩…')
  expect(cut('👩👩', 2)).toBe('…')
  expect(cut('abc', 0)).toBe('')
})

it('tells what to type', () => {
  const args = {
    instance: 'acme/staging',
    dryRun: true,
    keepData: false,
    note: 'it\'s "so"',
    tags: ['a', 'b c'],
    none: null,
  }
  expect(typed('instance.deploy', args)).toBe(
    'instance deploy --instance acme/staging --dry-run --no-keep-data --note "it\'s \\"so\\"" --tags a --tags \'b c\'',
  )
})
