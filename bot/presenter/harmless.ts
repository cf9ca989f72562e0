/**
 * Characters that act instead of showing: control characters (a terminal obeys them), the marks that turn the
 * direction of reading (a name could show as another), and halves of a character (no encoding has them).
 * Each becomes a visible sign, so that nothing vanishes and nobody is misled.
 */
const acting = /(?![\n\t])[\p{Cc}\p{Surrogate}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu

export function harmless(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(acting, '\ufffd')
}

/** For places that hold one line. */
export function oneLine(text: string): string {
  return harmless(text).replace(/\s+/g, ' ').trim()
}

/** As many whole characters as fit; what is cut ends with a sign of it. */
export function cut(text: string, most: number, costOf: (character: string) => number = lengthOf): string {
  if (costOf === lengthOf && text.length <= most) return text
  const sign = '…'
  const room = most - costOf(sign)
  let cost = 0
  let end = 0
  let fits = 0
  for (const character of text) {
    cost += costOf(character)
    if (cost > most) return text.slice(0, fits) + (most >= costOf(sign) ? sign : '')
    end += character.length
    if (cost <= room) fits = end
  }
  return text
}

function lengthOf(character: string): number {
  return character.length
}
