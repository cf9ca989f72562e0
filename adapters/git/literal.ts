/** A Python literal as JSON has it: what `ast.literal_eval` takes, and nothing that runs. */
export type Literal = string | number | boolean | null | Literal[] | { [key: string]: Literal }

/** Null where it is anything else than one literal. */
export function literalOf(text: string): { value: Literal } | null {
  const reader = new Reader(text.replace(/^\uFEFF/, ''))
  try {
    const value = reader.value(0)
    reader.end()
    return { value }
  } catch (error) {
    if (error instanceof NoLiteral) return null
    throw error
  }
}

class NoLiteral extends Error {}

const deepest = 50
const words: Readonly<Record<string, Literal>> = { True: true, False: false, None: null }
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  value(depth: number): Literal {
    if (depth > deepest) throw new NoLiteral()
    this.#space()
    const sign = this.#text[this.#at]
    if (sign === '{') return this.#braces(depth)
    if (sign === '[') return this.#row('[', ']', depth).items
    if (sign === '(') {
      const { items, commas } = this.#row('(', ')', depth)
      const [only] = items
      return items.length === 1 && commas === 0 && only !== undefined ? only : items
    }
    if (this.#stringStart()) return this.#strings()
    const number = this.#match(/[+-]?(?:\d[\d_]*\.?[\d_]*|\.\d+)(?:[eE][+-]?\d+)?/y)
    if (number !== null) return Number(number.replaceAll('_', ''))
    const word = this.#match(/[A-Za-z_]\w*/y)
    if (word === null || !Object.hasOwn(words, word)) throw new NoLiteral()
    return words[word] ?? null
  }

  end(): void {
    this.#space()
    if (this.#at < this.#text.length) throw new NoLiteral()
  }

  /** A dictionary, or a set: that is a list to us. */
  #braces(depth: number): Literal {
    this.#take('{')
    // A map first: a key may be called `__proto__`.
    const pairs = new Map<string, Literal>()
    const items: Literal[] = []
    while (!this.#next('}')) {
      const key = this.value(depth + 1)
      if (!this.#next(':')) items.push(key)
      else if (typeof key === 'string') pairs.set(key, this.value(depth + 1))
      // Odoo has no manifest with other keys.
      else throw new NoLiteral()
      if (!this.#next(',')) {
        if (!this.#next('}')) throw new NoLiteral()
        break
      }
    }
    return items.length > 0 ? items : Object.fromEntries(pairs)
  }

  #row(open: string, close: string, depth: number): { items: Literal[]; commas: number } {
    this.#take(open)
    const items: Literal[] = []
    let commas = 0
    while (!this.#next(close)) {
      items.push(this.value(depth + 1))
      if (this.#next(',')) commas++
      else if (this.#next(close)) break
      else throw new NoLiteral()
    }
    return { items, commas }
  }

  #stringStart(): boolean {
    return this.#look(/[rRuUbB]{0,2}["']/y)
  }

  /** Those that stand beside each other are one. */
  #strings(): string {
    let whole = ''
    while (this.#stringStart()) {
      whole += this.#string()
      this.#space()
    }
    return whole
  }

  #string(): string {
    const raw = (this.#match(/[rRuUbB]{0,2}/y) ?? '').toLowerCase().includes('r')
    const mark = this.#match(/"""|'''|"|'/y) ?? ''
    let text = ''
    while (!this.#text.startsWith(mark, this.#at)) {
      const sign = this.#text[this.#at]
      if (sign === undefined || (mark.length === 1 && sign === '\n')) throw new NoLiteral()
      if (sign === '\\') text += this.#escape(raw)
      else {
        text += sign
        this.#at++
      }
    }
    this.#at += mark.length
    return text
  }

  #escape(raw: boolean): string {
    const sign = this.#text[this.#at + 1]
    if (sign === undefined) throw new NoLiteral()
    if (raw) {
      this.#at += 2
      return `\\${sign}`
    }
    const code = this.#match(/\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})/y)
    if (code !== null) return pointOf(Number.parseInt(code.slice(2), 16))
    this.#at += 2
    return escapes[sign] ?? `\\${sign}`
  }

  /** Also comments, and lines that go on. */
  #space(): void {
    this.#match(/(?:\s|\\\r?\n|#[^\n]*)+/y)
  }

  #take(sign: string): void {
    if (!this.#next(sign)) throw new NoLiteral()
  }

  #next(sign: string): boolean {
    this.#space()
    if (this.#text[this.#at] !== sign) return false
    this.#at++
    return true
  }

  #look(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at
    return pattern.test(this.#text)
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    if (!found) return null
    this.#at += found.length
    return found
  }
}

function pointOf(code: number): string {
  if (code > 0x10_ff_ff) throw new NoLiteral()
  return String.fromCodePoint(code)
}
