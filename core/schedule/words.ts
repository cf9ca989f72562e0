/** A moment as people say it: `Sunday 22 Nov 2026, 02:00 CET`. */
export function momentWords(at: number, zone: string): string {
  const of = (parts: Intl.DateTimeFormatPart[], type: string) => parts.find((one) => one.type === type)?.value ?? ''
  const { date, time } = partsOf(at, zone)
  const day = `${of(date, 'weekday')} ${of(date, 'day')} ${of(date, 'month')} ${of(date, 'year')}`
  return `${day}, ${of(time, 'hour')}:${of(time, 'minute')} ${of(time, 'timeZoneName')}`
}

function partsOf(at: number, zone: string) {
  const there = formats.get(zone) ?? made(zone)
  formats.set(zone, there)
  return { date: there.date.formatToParts(at), time: there.time.formatToParts(at) }
}

/** Making one takes a hundred times as long as using it. */
const formats = new Map<string, ReturnType<typeof made>>()

function made(timeZone: string) {
  return {
    date: new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'long',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
    }),
    time: new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      hour: '2-digit',
      minute: '2-digit',
      timeZoneName: 'short',
    }),
  }
}

/** A span as people say it: `6 h 12 min`, `3 d 2 h`, `40 s`. */
export function spanWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  const parts: [number, string][] = [
    [Math.floor(minutes / 1440), 'd'],
    [Math.floor((minutes % 1440) / 60), 'h'],
    [minutes % 60, 'min'],
  ]
  const shown = parts.filter(([count]) => count > 0).slice(0, 2)
  return shown.map(([count, unit]) => `${count} ${unit}`).join(' ')
}
