import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Charts, chartWidth } from '../../core/ports/charts.ts'
import { draw } from './draw.ts'

/** Sharp on screens that have two dots for each point. */
const dotsPerPoint = 2

/** Pictures of figures, with fonts that we ship: the machine may have none, and then no letter would be drawn. */
export const charts: Charts = {
  async png(chart) {
    const { renderAsync } = await import('@resvg/resvg-js')
    const image = await renderAsync(draw(chart), {
      font: { fontFiles: fontFiles(), loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' },
      fitTo: { mode: 'width', value: chartWidth * dotsPerPoint },
    })
    return image.asPng()
  },
}

function fontFiles(): string[] {
  const folder = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf')
  const files = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) => join(folder, name))
  for (const file of files) if (!existsSync(file)) throw new Error(`the font ${file} is not there`)
  return files
}
