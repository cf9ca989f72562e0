import { harmless } from '../../presenter/harmless.ts'

/** Markup that is safe to show. Only `html` makes it; a plain string in a template is always escaped. */
export class Html {
  readonly #markup: string

  private constructor(markup: string) {
    this.#markup = markup
  }

  static of(strings: TemplateStringsArray, parts: readonly HtmlPart[]): Html {
    return new Html(strings.reduce((all, string, at) => all + (at > 0 ? said(parts[at - 1]) : '') + string, ''))
  }

  toString(): string {
    return this.#markup
  }
}

export type HtmlPart = Html | string | number | null | undefined | false | readonly HtmlPart[]

export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return Html.of(strings, parts)
}

function said(part: HtmlPart): string {
  if (part === null || part === undefined || part === false) return ''
  if (part instanceof Html) return part.toString()
  if (typeof part === 'string') return escaped(part)
  if (typeof part === 'number') return String(part)
  return part.map(said).join('')
}

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escaped(text: string): string {
  return harmless(text).replace(/[&<>"']/g, (sign) => signs[sign] ?? sign)
}

/** An address that a link may lead to: no script, no data. */
export function isLeading(address: string): boolean {
  if (/^(#|\/(?!\/))/.test(address)) return true
  return /^(https?:|mailto:)/i.test(address) && URL.canParse(address)
}

/** Parts that are not there leave no empty line. */
export function onOwnLines(parts: readonly (Html | null)[]): Html {
  return html`${parts.map((part) => (part ? html`\n${part}` : null))}`
}
