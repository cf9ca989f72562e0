/** Neither database keeps halves of a character, and PostgreSQL no NUL: each becomes a visible sign beforehand. */
export function storable(text: string): string {
  return text.replace(/\u0000|\p{Surrogate}/gu, '\ufffd')
}
