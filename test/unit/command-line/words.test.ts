import { expect, test } from 'vitest'
import { askWords } from '../../../bot/command-line/words.ts'
import { split } from '../../../bot/grammar/split.ts'

test.each([
  [['server key'], 'server key', false],
  [['server', 'key'], 'server key', false],
  [['--json', 'server key'], 'server key', true],
  [['server', 'key', '--json'], 'server key', true],
  [[], '', false],
])('%j', (words, text, json) => {
  expect(askWords(words)).toEqual({ text, json })
})

test('what the shell held together stays together', () => {
  const words = ['project', 'create', 'the big one', "it's", 'a"b', '', 'back\\slash']
  expect(split(askWords(words).text)).toEqual({ words })
})
