/** A range of IPv4 addresses: its first one as a number, and how many bits are fixed. */
export interface Subnet {
  from: number
  bits: number
}

/** Of one instance: its containers, twice while a new release comes up, and what runs once. */
const wantedBits = 26

/** `10.231.0.0/16`; null where it is none, or does not begin where such a range begins. */
export function subnetIn(text: string): Subnet | null {
  const [, address = '', bitsText = ''] = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/.exec(text.trim()) ?? []
  const parts = address.split('.').map(Number)
  const bits = Number(bitsText)
  if (address === '' || bits > 32 || parts.some((part) => part > 255)) return null
  const from = parts.reduce((sum, part) => sum * 256 + part, 0)
  return from % sizeOf(bits) === 0 ? { from, bits } : null
}

export function textOf({ from, bits }: Subnet): string {
  const parts = [24, 16, 8, 0].map((shift) => Math.floor(from / 2 ** shift) % 256)
  return `${parts.join('.')}/${bits}`
}

/** What the kernel knows ways to, `/proc/net/route`: numbers in hex, bytes from behind. The way to all else aside. */
export function routesIn(table: string): Subnet[] {
  return table.split('\n').flatMap((line) => {
    const [, to = '', , , , , , mask = ''] = line.trim().split(/\s+/)
    if (!/^[0-9A-F]{8}$/i.test(to) || !/^[0-9A-F]{8}$/i.test(mask)) return []
    const bits = [...fromBehind(mask).toString(2)].filter((bit) => bit === '1').length
    return bits === 0 ? [] : [{ from: fromBehind(to), bits }]
  })
}

/** Those of the range that touch nothing of what is taken, the first ones first. */
export function* freeIn(range: Subnet, taken: readonly Subnet[]): Generator<Subnet> {
  const bits = Math.max(wantedBits, range.bits)
  for (let from = range.from; from < range.from + sizeOf(range.bits); from += sizeOf(bits)) {
    const one = { from, bits }
    if (!taken.some((other) => touch(one, other))) yield one
  }
}

function touch(one: Subnet, other: Subnet): boolean {
  return one.from < other.from + sizeOf(other.bits) && other.from < one.from + sizeOf(one.bits)
}

function sizeOf(bits: number): number {
  return 2 ** (32 - bits)
}

function fromBehind(hex: string): number {
  return Number.parseInt((hex.match(/../g) ?? []).reverse().join(''), 16)
}
