/** One measured thing, with what it is compared to in the same run. */
export interface Figure {
  name: string
  value: number
  unit: string
  /** The same measure of something bare. */
  baseline?: number
  aim?: number
  /** The aim is a floor and not a ceiling. */
  atLeast?: true
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN
}

/** A line of JSON for programs on standard output, a table for people on standard error. */
export function report(figures: readonly Figure[]): void {
  for (const figure of figures) {
    const ratio = figure.baseline === undefined ? null : round(figure.value / figure.baseline)
    process.stdout.write(`${JSON.stringify({ ...figure, value: round(figure.value), ratio })}\n`)
  }
  for (const { name, value, unit, baseline, aim, atLeast } of figures) {
    const beside = baseline === undefined ? '' : `  ${(value / baseline).toFixed(2)} × ${baseline.toFixed(1)} ${unit}`
    const wanted =
      aim === undefined ? '' : `  aim ${aim} ${unit}${(atLeast ? value >= aim : value <= aim) ? ' ✓' : ' ✗'}`
    process.stderr.write(
      `${name.padEnd(28)}${value.toFixed(value < 10 ? 2 : 1).padStart(10)} ${unit}${beside}${wanted}\n`,
    )
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
