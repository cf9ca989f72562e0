/** Okabe and Ito's colours: told apart by those who see red and green alike. Shapes say the same. */
export const colours = {
  ink: '#1f2933',
  quiet: '#52606d',
  line: '#d3dae2',
  paper: '#ffffff',
  blue: '#0072b2',
  orange: '#d55e00',
  grey: '#6b7480',
} as const

export interface TextLook {
  size?: number
  bold?: boolean
  colour?: string
  anchor?: 'start' | 'middle' | 'end'
  /** Stands clear of the lines behind it. */
  halo?: boolean
}

export function text(x: number, y: number, said: string, look: TextLook = {}): string {
  const { size = 15, bold = false, colour = colours.ink, anchor = 'start', halo = false } = look
  const weight = bold ? ' font-weight="bold"' : ''
  const clear = halo ? ` stroke="${colours.paper}" stroke-width="4" paint-order="stroke"` : ''
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" fill="${colour}" text-anchor="${anchor}"${weight}${clear}>${escaped(said)}</text>`
}

export function line(x1: number, y1: number, x2: number, y2: number, colour: string = colours.line): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${colour}"/>`
}

export function round(value: number): number {
  return Math.round(value * 10) / 10
}

/** What people typed stands in here: signs of markup are written out, and what no XML may hold is left out. */
export function escaped(said: string): string {
  return said
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\p{Surrogate}\ufffe\uffff]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

const narrow = new Set("fijlrtI.,:;|!()[]'/ -")
const wide = new Set('mwMW@%')

/** About how wide DejaVu Sans draws it: a little more rather than less. */
export function widthOf(said: string, size: number, bold = false): number {
  let em = 0
  for (const letter of said) {
    const upper = letter >= 'A' && letter <= 'Z'
    em += narrow.has(letter) ? 0.4 : wide.has(letter) ? 1 : upper ? 0.74 : letter > '\u2e80' ? 1.05 : 0.635
  }
  return em * size * (bold ? 1.1 : 1)
}

/** Cut with a sign that it was, so that it stands within so many points. */
export function fitted(said: string, room: number, size: number, bold = false): string {
  if (widthOf(said, size, bold) <= room) return said
  const letters = Array.from(said)
  while (letters.length > 1 && widthOf(`${letters.join('')}…`, size, bold) > room) letters.pop()
  return `${letters.join('').trimEnd()}…`
}

/** In lines that fit; what is too long for so many lines is cut. */
export function wrapped(said: string, room: number, size: number, most: number, bold = false): string[] {
  const lines: string[] = []
  let now = ''
  for (const word of said.split(/\s+/).filter((one) => one !== '')) {
    const longer = now === '' ? word : `${now} ${word}`
    if (now === '' || widthOf(longer, size, bold) <= room) now = longer
    else {
      lines.push(now)
      now = word
    }
  }
  lines.push(now)
  const shown = lines.slice(0, most)
  if (lines.length > most) shown[most - 1] = `${shown[most - 1] ?? ''} ${lines.slice(most).join(' ')}`
  return shown.map((one) => fitted(one, room, size, bold))
}
