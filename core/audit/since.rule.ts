const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const

/** `30m`, `12h`, `7d`, `2w` back from now, or a date: epoch milliseconds, or null if it is none of these. */
export function sinceTime(text: string, now: number): number | null {
  const [, count, unit] = /^(\d{1,5})\s*([mhdw])$/i.exec(text.trim()) ?? []
  if (count && unit) return now - Number(count) * unitMs[unitOf(unit)]
  if (!/^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?$/i.test(text.trim())) return null
  const at = Date.parse(text.trim())
  return Number.isNaN(at) ? null : at
}

function unitOf(letter: string): keyof typeof unitMs {
  const small = letter.toLowerCase()
  return small === 'm' || small === 'h' || small === 'w' ? small : 'd'
}
