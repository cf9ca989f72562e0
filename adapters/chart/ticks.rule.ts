const steps = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
]

/** From nothing to a round number that holds the greatest, in at most so many steps a person can read. */
export function valueTicks(greatest: number, most: number): number[] {
  const top = Number.isFinite(greatest) && greatest > 0 ? greatest : 1
  const step = steps.find((one) => top / one <= most) ?? Math.ceil(top / most / 86_400) * 86_400
  const count = Math.max(1, Math.ceil(top / step - 1e-9))
  return Array.from({ length: count + 1 }, (_, at) => Math.round(at * step * 10) / 10)
}

/** All ticks of an axis in one unit: seconds, minutes or hours. */
export function tickText(value: number, top: number, unit: string): string {
  if (unit !== 's') return `${value} ${unit}`
  if (top > 7200) return `${trimmed(value / 3600)} h`
  if (top > 120) return `${trimmed(value / 60)} min`
  return `${trimmed(value)} s`
}

/** A single figure, as short as it can be said. */
export function valueText(value: number, unit: string): string {
  if (unit !== 's') return `${trimmed(value)} ${unit}`
  if (value < 120) return `${value.toFixed(1)} s`
  const minutes = Math.floor(value / 60)
  if (minutes < 120) return `${minutes} min ${Math.round(value - minutes * 60)} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

function trimmed(value: number): string {
  return String(Math.round(value * 10) / 10)
}

const day = 86_400_000

export interface TimeTick {
  at: number
  text: string
}

/** Moments between the first and the last, each said differently. */
export function timeTicks(from: number, to: number, most: number): TimeTick[] {
  if (to <= from) return [{ at: from, text: said(from, 0) }]
  const ticks = Array.from({ length: most }, (_, index) => {
    const at = from + ((to - from) * index) / (most - 1)
    return { at, text: said(at, to - from) }
  })
  return ticks.filter((tick, index) => ticks.findIndex((one) => one.text === tick.text) === index)
}

function said(at: number, span: number): string {
  const form: Intl.DateTimeFormatOptions =
    span > 500 * day
      ? { month: 'short', year: 'numeric' }
      : span > 3 * day || span === 0
        ? { day: 'numeric', month: 'short' }
        : span > day
          ? { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }
          : { hour: '2-digit', minute: '2-digit' }
  return new Intl.DateTimeFormat('en-GB', { ...form, timeZone: 'UTC' }).format(at)
}
