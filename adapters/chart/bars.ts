import type { Panel } from '../../core/card/chart.ts'
import { colours, fitted, line, round, text, widthOf } from './svg.ts'
import { tickText, valueText, valueTicks } from './ticks.rule.ts'

type Bars = Extract<Panel, { kind: 'bars' }>

const rowHeight = 30
const thick = 10
const labelSize = 13
const mostRows = 24

/** Two bars side by side for each row: a full one and a striped one. */
export function barsPanel(panel: Bars, left: number, right: number, top: number): { svg: string; height: number } {
  const rows = panel.rows.slice(0, mostRows)
  if (rows.length === 0) return { svg: text(left, top + 20, 'nothing yet', { colour: colours.quiet }), height: 34 }
  const values = rows.flatMap((row) => row.values.flatMap((value) => value ?? []))
  const ticks = valueTicks(Math.max(0, ...values), 4)
  const highest = ticks.at(-1) ?? 1
  const widest = Math.max(40, ...rows.map(({ label }) => widthOf(label, labelSize)))
  const labels = Math.min((right - left) * 0.42, widest)
  const figures = Math.max(40, ...values.map((value) => widthOf(valueText(value, panel.unit), 12))) + 8
  const plot = { left: left + labels + 12, right: right - figures, top: top + 38 }
  const bottom = plot.top + rows.length * rowHeight
  const width = (value: number) => (value / highest) * (plot.right - plot.left)
  const parts = [pattern, legend(panel, left, top + 16)]
  for (const tick of ticks) {
    const x = plot.left + width(tick)
    parts.push(line(x, plot.top - 4, x, bottom, tick === 0 ? colours.quiet : colours.line))
    const said = tickText(tick, highest, panel.unit)
    parts.push(text(x, bottom + 18, said, { size: labelSize, colour: colours.quiet, anchor: 'middle' }))
  }
  for (const [at, { label, values: pair }] of rows.entries()) {
    const y = plot.top + at * rowHeight
    const shown = fitted(label, labels, labelSize)
    parts.push(text(plot.left - 8, y + rowHeight / 2 + 4, shown, { size: labelSize, anchor: 'end' }))
    for (const [which, value] of pair.entries()) {
      const barTop = y + 4 + which * (thick + 2)
      if (value === null) {
        parts.push(text(plot.left + 5, barTop + 9, '–', { size: 12, colour: colours.quiet }))
        continue
      }
      const long = Math.max(1.5, width(value))
      parts.push(bar(plot.left, barTop, long, which === 0))
      const figure = valueText(value, panel.unit)
      parts.push(text(plot.left + long + 5, barTop + 9.5, figure, { size: 12, colour: colours.quiet, halo: true }))
    }
  }
  const leftOut = panel.rows.length - rows.length
  if (leftOut > 0) parts.push(text(left, bottom + 38, `and ${leftOut} more`, { size: 13, colour: colours.quiet }))
  return { svg: parts.join('\n'), height: bottom - top + (leftOut > 0 ? 48 : 28) }
}

const pattern = `<defs><pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#ffffff"/><rect width="3" height="6" fill="${colours.orange}"/></pattern></defs>`

function legend({ series }: Bars, left: number, y: number): string {
  let x = left
  return series
    .map((name, at) => {
      const drawn = bar(x, y - 11, 22, at === 0, 12) + text(x + 30, y, name, { size: 14, colour: colours.quiet })
      x += 30 + widthOf(name, 14) + 24
      return drawn
    })
    .join('\n')
}

function bar(x: number, y: number, width: number, full: boolean, height = thick): string {
  const look = full ? `fill="${colours.blue}"` : `fill="url(#stripes)" stroke="${colours.orange}" stroke-width="1"`
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${height}" ${look}/>`
}
