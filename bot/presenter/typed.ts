/** What a person could type instead of pressing a button: `instance deploy --instance acme/staging`. */
export function typed(operation: string, args: Readonly<Record<string, unknown>>): string {
  const words = operation.split('.')
  for (const [name, value] of Object.entries(args)) words.push(...flag(name, value))
  return words.join(' ')
}

function flag(name: string, value: unknown): string[] {
  const dashed = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replaceAll('_', '-')
  if (value === undefined || value === null) return []
  if (value === true) return [`--${dashed}`]
  if (value === false) return [`--no-${dashed}`]
  if (Array.isArray(value)) return value.flatMap((one) => flag(name, one))
  return [`--${dashed}`, quoted(typeof value === 'string' ? value : JSON.stringify(value))]
}

export function quoted(word: string): string {
  if (/^[\w./:@#+=,-]+$/.test(word)) return word
  return word.includes("'") ? `"${word.replace(/["\\]/g, '\\$&')}"` : `'${word}'`
}
