/** Times by the reader's own clock. The server's words stand until then, and where a time cannot be read. */
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const dayAndClock = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' })

const units: [Intl.RelativeTimeFormatUnit, number, number][] = [
  ['second', 1000, 60_000],
  ['minute', 60_000, 3_600_000],
  ['hour', 3_600_000, 86_400_000],
  ['day', 86_400_000, 60 * 86_400_000],
  ['month', 30 * 86_400_000, 730 * 86_400_000],
  ['year', 365 * 86_400_000, Number.POSITIVE_INFINITY],
]

export function showTimes(within: ParentNode): void {
  for (const element of within.querySelectorAll('time[datetime]')) if (element instanceof HTMLTimeElement) show(element)
}

export function keepTimes(): void {
  setInterval(() => showTimes(document), 30_000)
}

function show(element: HTMLTimeElement): void {
  const then = Date.parse(element.dateTime)
  if (Number.isNaN(then)) return
  element.title = moment.format(then)
  const how = element.dataset['show']
  element.textContent = how === 'age' ? age(then) : how === 'clock' ? said(then) : moment.format(then)
}

/** Today the hour is enough. */
function said(then: number): string {
  return new Date(then).toDateString() === new Date().toDateString() ? clock.format(then) : dayAndClock.format(then)
}

function age(then: number): string {
  const span = then - Date.now()
  const size = Math.abs(span)
  if (size < 5000) return 'just now'
  const [unit, one] = units.find(([, , below]) => size < below) ?? ['year', 1, 0]
  return relative.format(Math.sign(span) * Math.floor(size / one), unit)
}
