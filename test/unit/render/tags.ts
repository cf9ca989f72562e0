/** The plainest reading of markup: tags with quoted attributes, and text between them. */
export interface Read {
  faults: string[]
  /** All text and attribute values, as a person or a script would get them. */
  texts: string[]
}

const tags = [
  'article header h3 p span ul li details summary progress dl div dt dd table thead tbody tr th td pre code figure img',
  'strong small time a button form fieldset legend label input textarea select option',
].flatMap((names) => names.split(' '))
const empty = ['img', 'input']
const attributes = [
  'class role tabindex title href rel src alt datetime type value max id for name hidden required checked selected',
  'multiple rows step inputmode autocomplete spellcheck novalidate scope',
].flatMap((names) => names.split(' '))

export function readMarkup(markup: string): Read {
  const faults: string[] = []
  const texts: string[] = []
  const open: string[] = []
  let text = ''
  const flush = () => {
    texts.push(decoded(text))
    text = ''
  }
  for (const [piece, closing, name, rest] of markup.matchAll(
    /<(\/?)([a-z0-9]+)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)\s*>|[^<]+|</g,
  )) {
    if (name === undefined) {
      if (/[<>"']/.test(piece.replace(/"/g, ''))) faults.push(`unescaped: ${piece.slice(0, 40)}`)
      text += piece
      continue
    }
    flush()
    if (!tags.includes(name)) faults.push(`tag ${name}`)
    if (closing === '/') {
      if (open.pop() !== name) faults.push(`closes ${name} out of turn`)
      continue
    }
    if (!empty.includes(name)) open.push(name)
    for (const [, attribute = '', value = ''] of (rest ?? '').matchAll(/([a-z-]+)(?:="([^"]*)")?/g)) {
      if (!attributes.includes(attribute) && !/^(data|aria)-[a-z]+$/.test(attribute))
        faults.push(`attribute ${attribute}`)
      const given = decoded(value)
      if ((attribute === 'href' || attribute === 'src') && /^\s*(javascript|data|vbscript):/i.test(given))
        faults.push(given)
      texts.push(given)
    }
  }
  flush()
  if (open.length > 0) faults.push(`left open: ${open.join(' ')}`)
  return { faults, texts }
}

function decoded(text: string): string {
  const signs: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' }
  return text.replace(/&(?:lt|gt|quot|#39|amp);/g, (sign) => signs[sign] ?? sign)
}
