export interface AskWords {
  text: string
  json: boolean
}

/** What stands behind `ask`: a text in one piece or in several, and `--json` anywhere on its own. */
export function askWords(words: readonly string[]): AskWords {
  const said = words.filter((word) => word !== '--json')
  const text = said.length === 1 ? (said[0] ?? '') : said.map(quoted).join(' ')
  return { text: text.trim(), json: said.length < words.length }
}

/** The shell took the quotes away that held a word together. */
function quoted(word: string): string {
  if (word !== '' && !/[\s"'\\“”‘’«»]/.test(word)) return word
  return `"${word.replaceAll(/["\\]/g, '\\$&')}"`
}
