import { harmless } from '../../presenter/harmless.ts'

/** Signs that format, mention or link wherever they stand. */
const anywhere = /[\\*_~`|<>[\]@]/g
/** A shortcode of an emoji, and the beginning of an address: neither is to become something else. */
const colons = /:(?=[\w+-]+:|\/\/)/g
/** A heading, a list, small print: only where a line begins. */
const beginning = /(^|\n)([^\S\n]*)(#|-|\+|\d+(?=[.)](?:\s|$)))/g

/** What people typed, so that Discord shows it as it was typed: it formats, mentions and links nothing. */
export function escaped(text: string): string {
  return harmless(text)
    .replace(anywhere, '\\$&')
    .replace(colons, '\\:')
    .replace(beginning, (_, start: string, space: string, sign: string) =>
      /\d/.test(sign) ? `${start}${space}${sign}\\` : `${start}${space}\\${sign}`,
    )
}

/** Of two signs that stand side by side Discord would make one: an unseen space keeps them apart. */
export const apart = '\u200b'

/** As it is, in the letters of a terminal. A fence in it would end it. */
export function fenced(text: string): string {
  return `\`\`\`\n${harmless(text).replaceAll('``', `\`${apart}\``)}\n\`\`\``
}
