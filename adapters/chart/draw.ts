import type { Chart } from '../../core/card/chart.ts'
import { chartWidth as width } from '../../core/ports/charts.ts'
import { barsPanel } from './bars.ts'
import { pointsPanel } from './points.ts'
import { colours, text, wrapped } from './svg.ts'

const margin = 20

/** A chart as SVG: title, then its panels below each other. */
export function draw(chart: Chart): string {
  const [left, right] = [margin, width - margin]
  const parts: string[] = []
  let y = margin + 16
  for (const said of wrapped(chart.title, right - left, 20, 2, true)) {
    parts.push(text(left, y, said, { size: 20, bold: true }))
    y += 25
  }
  for (const said of wrapped(chart.subtitle, right - left, 14, 2)) {
    parts.push(text(left, y - 3, said, { size: 14, colour: colours.quiet }))
    y += 18
  }
  for (const panel of chart.panels) {
    y += 22
    for (const said of wrapped(panel.title, right - left, 16, 2, true)) {
      parts.push(text(left, y, said, { size: 16, bold: true }))
      y += 20
    }
    y -= 10
    const drawn = panel.kind === 'points' ? pointsPanel(panel, left, right, y) : barsPanel(panel, left, right, y)
    parts.push(drawn.svg)
    y += drawn.height
  }
  const height = Math.ceil(y + margin)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans">
<rect width="${width}" height="${height}" fill="${colours.paper}"/>
${parts.join('\n')}
</svg>`
}
