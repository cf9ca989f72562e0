import { expect, test } from 'vitest'
import { charts } from '../../adapters/chart/chart.ts'
import { draw } from '../../adapters/chart/draw.ts'
import { fitted, widthOf } from '../../adapters/chart/svg.ts'
import { tickText, timeTicks, valueText, valueTicks } from '../../adapters/chart/ticks.rule.ts'
import type { Chart, Panel } from '../../core/card/chart.ts'

const points = (count: number): Panel => ({
  kind: 'points',
  title: 'How long',
  unit: 's',
  points: Array.from({ length: count }, (_, at) => ({
    at: Date.UTC(2026, 0, 5) + at * 3_600_000,
    value: 100 + (at % 7),
    tone: (['good', 'bad', 'idle'] as const)[at % 3] ?? 'good',
  })),
})
const bars = (...labels: string[]): Panel => ({
  kind: 'bars',
  title: 'Where',
  unit: 's',
  series: ['usual', 'last run'],
  rows: labels.map((label, at) => ({ label, values: [at + 0.5, at % 2 === 0 ? null : at] })),
})
const chart = (...panels: Panel[]): Chart => ({
  title: 'Deployments of acme',
  subtitle: 'some',
  description: 'd',
  panels,
})

/** Width and height stand at fixed places of every PNG. */
function sizeOf(png: Uint8Array): [number, number] {
  const bytes = Buffer.from(png)
  expect(bytes.subarray(1, 4).toString()).toBe('PNG')
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
}

test.each([
  ['nothing', chart(points(0), bars())],
  ['one', chart(points(1), bars('Connecting'))],
  ['five hundred', chart(points(500), bars(...Array.from({ length: 40 }, (_, at) => `Stage ${at}`)))],
  ['markup, signs and broken letters', chart(bars('<b>&"\u0000\ud800', 'ż漢🦩', 'W'.repeat(500)))],
])('a picture of %s, two dots for each point', async (_, what) => {
  const [width, height] = sizeOf(await charts.png(what))
  expect(width).toBe(1120)
  expect(height).toBeGreaterThan(200)
})

test('its letters are drawn: with other words it is another picture', async () => {
  const one = await charts.png(chart(bars('Connecting')))
  const other = await charts.png(chart(bars('Connectimg')))
  expect(Buffer.from(one).equals(Buffer.from(other))).toBe(false)
})

test('each result has its own shape as well as its colour', () => {
  const svg = draw(chart(points(3)))
  for (const shape of ['<circle', '<path', '<rect']) expect(svg).toContain(shape)
  expect(svg).toContain('success (1)')
  expect(svg).toContain('failed (1)')
})

test('what is too long is cut with a sign that it was', () => {
  expect(fitted('Connecting', 200, 13)).toBe('Connecting')
  const cut = fitted('A stage with a name that nobody reads', 100, 13)
  expect(cut).toMatch(/…$/)
  expect(widthOf(cut, 13)).toBeLessThanOrEqual(100)
})

test.each([
  [187.3, 5, [0, 60, 120, 180, 240]],
  [0.4, 4, [0, 0.1, 0.2, 0.3, 0.4]],
  [0, 2, [0, 0.5, 1]],
  [Number.NaN, 2, [0, 0.5, 1]],
])('an axis to %d has round ticks', (top, most, ticks) => {
  expect(valueTicks(top, most)).toEqual(ticks)
})

test('figures are said as people say them', () => {
  expect([tickText(60, 120, 's'), tickText(60, 240, 's'), tickText(1800, 10_000, 's')]).toEqual([
    '60 s',
    '1 min',
    '0.5 h',
  ])
  expect([valueText(94.3, 's'), valueText(187.3, 's'), valueText(9500, 's')]).toEqual([
    '94.3 s',
    '3 min 7 s',
    '2 h 38 min',
  ])
})

test('moments are each said once', () => {
  const day = 86_400_000
  expect(timeTicks(0, 0, 4).map(({ text }) => text)).toEqual(['1 Jan'])
  expect(timeTicks(0, 10 * day, 4).map(({ text }) => text)).toEqual(['1 Jan', '4 Jan', '7 Jan', '11 Jan'])
  expect(timeTicks(0, 1000, 4)).toHaveLength(1)
})
