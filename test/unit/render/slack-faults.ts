/** Reading a JSON value without trusting it, and noting where it is not what Slack takes. */
export type Json = Readonly<Record<string, unknown>>

export class Faults {
  readonly found: string[] = []

  note(path: string, fault: string): void {
    this.found.push(`${path}: ${fault}`)
  }

  object(value: unknown, path: string): Json | null {
    if (isObject(value)) return value
    this.note(path, 'is no object')
    return null
  }

  list(value: unknown, path: string, least: number, most: number): readonly unknown[] {
    if (!Array.isArray(value)) {
      this.note(path, 'is no list')
      return []
    }
    if (value.length < least) this.note(path, `has ${value.length} entries, fewer than ${least}`)
    if (value.length > most) this.note(path, `has ${value.length} entries, more than ${most}`)
    return value
  }

  text(value: unknown, path: string, least: number, most: number): string {
    if (typeof value !== 'string') {
      this.note(path, 'is no text')
      return ''
    }
    if (value.length < least || (least > 0 && value.trim() === '')) this.note(path, 'is empty')
    if (value.length > most) this.note(path, `has ${value.length} characters, more than ${most}`)
    if (/\p{Surrogate}/u.test(value)) this.note(path, 'has half a character')
    return value
  }

  optionalText(value: unknown, path: string, most: number): void {
    if (value !== undefined) this.text(value, path, 1, most)
  }

  /** A text object: plain, or markup where that is taken. */
  textObject(value: unknown, path: string, most: number, markup = false): void {
    const object = this.object(value, path)
    if (!object) return
    const type = object['type']
    if (type !== 'plain_text' && !(markup && type === 'mrkdwn')) this.note(path, `has the type ${String(type)}`)
    this.text(object['text'], `${path}.text`, 1, most)
  }

  optionalTextObject(value: unknown, path: string, most: number, markup = false): void {
    if (value !== undefined) this.textObject(value, path, most, markup)
  }

  address(value: unknown, path: string): void {
    const url = this.text(value, path, 1, 3000)
    if (!/^https?:\/\//.test(url) || !URL.canParse(url)) this.note(path, 'is no web address')
  }

  unique(values: readonly unknown[], path: string): void {
    const told = values.filter((value) => value !== undefined)
    if (new Set(told).size < told.length) this.note(path, 'has the same id twice')
  }
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
