import fc from 'fast-check'
import { expect, test } from 'vitest'
import { split } from '../../../bot/grammar/split.ts'

function words(text: string): string[] {
  const found = split(text)
  if ('unclosed' in found) throw new Error(`unclosed ${found.unclosed}`)
  return found.words
}

test('splits like a shell', () => {
  expect(words(`deploy  acme/staging --reason "two words" 'and three more' plain`)).toEqual([
    'deploy',
    'acme/staging',
    '--reason',
    'two words',
    'and three more',
    'plain',
  ])
  expect(words('a\\ b "c\\"d" \'e\\f\' ""')).toEqual(['a b', 'c"d', 'e\\f', ''])
})

test('takes the quotes, dashes and spaces that keyboards and phones make', () => {
  expect(words('deploy acme/staging —reason “after the call”')).toEqual([
    'deploy',
    'acme/staging',
    '--reason',
    'after the call',
  ])
  expect(words('set\u00a0‘x y’ –no-pull')).toEqual(['set', 'x y', '--no-pull'])
})

test('an apostrophe inside a word is a letter, and quotes begin behind an equals sign', () => {
  expect(words("don't --reason='it is late'")).toEqual(["don't", '--reason=it is late'])
})

test('says which quote is not closed', () => {
  expect(split('deploy "acme')).toEqual({ unclosed: '"' })
  expect(split('deploy “acme')).toEqual({ unclosed: '"' })
})

test('what was quoted comes back as it was, whatever it is', () => {
  const plain = fc.string().filter((text) => !/["\\“”„‟«»‘’‚‛\u00a0\u2000-\u200a\u202f\u3000—–]/.test(text))
  fc.assert(
    fc.property(fc.array(plain, { minLength: 1 }), (texts) => {
      expect(words(texts.map((text) => `"${text}"`).join(' '))).toEqual(texts)
    }),
  )
})
