import type { Panel } from '../../core/card/chart.ts'
import { colours, line, round, text, widthOf } from './svg.ts'
import { tickText, timeTicks, valueTicks } from './ticks.rule.ts'

type Points = Extract<Panel, { kind: 'points' }>
type Tone = Points['points'][number]['tone']

const height = 190
const words: Record<Tone, string> = { good: 'success', bad: 'failed', idle: 'cancelled' }

/** One dot for each run, over time: the result by shape and colour. */
export function pointsPanel(panel: Points, left: number, right: number, top: number): { svg: string; height: number } {
  if (panel.points.length === 0)
    return { svg: text(left, top + 20, 'nothing yet', { colour: colours.quiet }), height: 34 }
  const ticks = valueTicks(Math.max(0, ...panel.points.map(({ value }) => value)), 5)
  const highest = ticks.at(-1) ?? 1
  const labels = ticks.map((tick) => tickText(tick, highest, panel.unit))
  const gutter = Math.max(...labels.map((label) => widthOf(label, 13))) + 10
  const plot = { left: left + gutter + 8, right: right - 14, top: top + 34, bottom: top + 34 + height }
  const times = panel.points.map(({ at }) => at)
  const [from, to] = [Math.min(...times), Math.max(...times)]
  const x = (at: number) =>
    to > from ? plot.left + ((at - from) / (to - from)) * (plot.right - plot.left) : (plot.left + plot.right) / 2
  const y = (value: number) => plot.bottom - (value / highest) * height
  const parts = [legend(panel, left, top + 16)]
  for (const [at, tick] of ticks.entries()) {
    parts.push(line(left + gutter, y(tick), right, y(tick), tick === 0 ? colours.quiet : colours.line))
    parts.push(
      text(left + gutter - 6, y(tick) + 5, labels[at] ?? '', { size: 13, colour: colours.quiet, anchor: 'end' }),
    )
  }
  const marks = timeTicks(from, to, 4)
  for (const [at, mark] of marks.entries()) {
    const anchor = marks.length === 1 ? 'middle' : at === 0 ? 'start' : mark.at >= to ? 'end' : 'middle'
    const edge = anchor === 'start' ? -8 : anchor === 'end' ? 14 : 0
    parts.push(line(x(mark.at), plot.bottom, x(mark.at), plot.bottom + 5, colours.quiet))
    parts.push(text(x(mark.at) + edge, plot.bottom + 21, mark.text, { size: 13, colour: colours.quiet, anchor }))
  }
  const size = panel.points.length > 150 ? 3.2 : 4.5
  // What failed is drawn last: it must not lie under what went well.
  const order: Tone[] = ['good', 'idle', 'bad']
  for (const tone of order)
    for (const point of panel.points)
      if (point.tone === tone) parts.push(dot(x(point.at), y(Math.max(0, point.value)), tone, size))
  return { svg: parts.join('\n'), height: 34 + height + 32 }
}

function legend({ points }: Points, left: number, y: number): string {
  let x = left + 6
  const shown = (['good', 'bad', 'idle'] as const).filter((tone) => points.some((point) => point.tone === tone))
  return shown
    .map((tone) => {
      const said = `${words[tone]} (${points.filter((point) => point.tone === tone).length})`
      const drawn = dot(x, y - 5, tone, 5) + text(x + 12, y, said, { size: 14, colour: colours.quiet })
      x += 12 + widthOf(said, 14) + 26
      return drawn
    })
    .join('\n')
}

/** A disc, a cross, an empty square. */
function dot(x: number, y: number, tone: Tone, size: number): string {
  const [cx, cy] = [round(x), round(y)]
  switch (tone) {
    case 'good':
      return `<circle cx="${cx}" cy="${cy}" r="${size}" fill="${colours.blue}" fill-opacity="0.75"/>`
    case 'bad': {
      const arms = `M${cx - size} ${cy - size}l${2 * size} ${2 * size}M${cx - size} ${cy + size}l${2 * size} ${-2 * size}`
      return `<path d="${arms}" stroke="${colours.orange}" stroke-width="2.6" stroke-linecap="round" fill="none"/>`
    }
    default: {
      const side = 2 * size - 1
      return `<rect x="${round(x - side / 2)}" y="${round(y - side / 2)}" width="${side}" height="${side}" fill="${colours.paper}" stroke="${colours.grey}" stroke-width="1.8"/>`
    }
  }
}
