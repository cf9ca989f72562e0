/** What a keyboard or a phone makes of what people mean. */
const singleQuotes = /[‘’‚‛]/g
const doubleQuotes = /[“”„‟«»]/g
const spaces = /[\u00a0\u2000-\u200a\u202f\u3000]/g

/** A long dash before a word was two short ones. */
const dashes = /(^|\s)[—–](?=[a-z])/gi

export type Split = { words: string[] } | { unclosed: string }

/** Splits like a shell: quotes hold words together, a backslash keeps the next letter, nothing is expanded. */
export function split(text: string): Split {
  const clean = text.replace(singleQuotes, "'").replace(doubleQuotes, '"').replace(spaces, ' ').replace(dashes, '$1--')
  const words: string[] = []
  let word: string | null = null
  let quote: string | null = null
  for (let at = 0; at < clean.length; at += 1) {
    const letter = clean.charAt(at)
    if (letter === '\\' && quote !== "'" && at + 1 < clean.length) {
      at += 1
      word = (word ?? '') + clean.charAt(at)
    } else if (quote !== null) {
      if (letter === quote) quote = null
      else word = (word ?? '') + letter
    } else if (opens(letter, word)) {
      quote = letter
      word ??= ''
    } else if (/\s/.test(letter)) {
      if (word !== null) words.push(word)
      word = null
    } else {
      word = (word ?? '') + letter
    }
  }
  if (quote !== null) return { unclosed: quote }
  if (word !== null) words.push(word)
  return { words }
}

/** Inside a word an apostrophe is a letter: `don't` is one word. */
function opens(letter: string, word: string | null): boolean {
  if (letter === '"') return true
  return letter === "'" && (word === null || word.endsWith('='))
}
