const unitMs: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

export function spanMs(text: string): number {
  return Number(text.slice(0, -1)) * (unitMs[text.slice(-1)] ?? 0)
}

/** As one would type it: `90s`, `5m`. */
export function spanText(ms: number): string {
  const unit = ['d', 'h', 'm'].find((one) => ms > 0 && ms % (unitMs[one] ?? 1) === 0) ?? (ms === 0 ? 'm' : 's')
  return `${ms / (unitMs[unit] ?? 1)}${unit}`
}
