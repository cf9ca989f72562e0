/** A statement. Whatever comes from outside is in it as data, and nothing else can make one. */
export class Sql {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** The only place where values become part of a statement: as hexadecimal digits, which mean nothing to anybody. */
export function sql(parts: TemplateStringsArray, ...values: readonly string[]): Sql {
  const text = parts.reduce((before, part, index) => `${before}${literal(values[index - 1] ?? '')}${part}`)
  return new Sql(text)
}

function literal(value: string): string {
  return `convert_from(decode('${Buffer.from(value, 'utf8').toString('hex')}', 'hex'), 'UTF8')`
}
