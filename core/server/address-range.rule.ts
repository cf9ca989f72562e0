/** Where networks of instances get their addresses from once the engine has none left: seldom anybody’s. */
export const usualAddressRange = '10.231.0.0/16'

/** Why networks may not get their addresses from this range; null where they may. */
export function whyNoAddressRange(text: string): string | null {
  const [, first, second, third, fourth, bitsText] =
    /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text) ?? []
  const parts = [first, second, third, fourth].map(Number)
  const bits = Number(bitsText)
  if (first === undefined || parts.some((part) => part > 255)) return `is a range like ${usualAddressRange}`
  if (bits < 8 || bits > 24) return 'is between /8 and /24: an instance takes a /26 of it'
  const number = parts.reduce((sum, part) => sum * 256 + part, 0)
  if (number % 2 ** (32 - bits) !== 0) return `begins in the middle of a /${bits}`
  return isPrivate(parts) ? null : 'belongs to others: private are 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16'
}

function isPrivate([first = 0, second = 0]: readonly number[]): boolean {
  return first === 10 || (first === 172 && second >= 16 && second < 32) || (first === 192 && second === 168)
}
