const units: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 }

/** `30m`, `24h`, `7d`, `2w`, or a day like 2026-01-05: from when on. Null where it is neither. */
export function sinceTime(text: string, now: number): number | null {
  const span = /^(\d{1,4})\s*([mhdw])$/i.exec(text.trim())
  if (span) return now - Number(span[1]) * (units[span[2]?.toLowerCase() ?? ''] ?? 0)
  if (!/^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?Z?)?$/.test(text.trim())) return null
  const at = Date.parse(
    text
      .trim()
      .replace(' ', 'T')
      .replace(/(T\d{2}:\d{2}(?::\d{2})?)$/, '$1Z'),
  )
  return Number.isNaN(at) ? null : at
}
