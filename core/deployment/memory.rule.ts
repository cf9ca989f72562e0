/** So much an Odoo takes that has been read and waits. */
const waitingMb = 200

/** Whether one may wait there: it never takes the room by which the next release starts beside this one. */
export function mayWait(freeMb: number | null, wantsMb: number, isThere: boolean): boolean {
  return freeMb !== null && freeMb >= wantsMb + (isThere ? 0 : waitingMb)
}

/** What is free there once those that only wait have given way: one that still reads takes half as much. */
export function freeWithout(freeMb: number, waiting: number): number {
  return freeMb + waiting * (waitingMb / 2)
}

/** What a server has left for more, by what its kernel says of itself. */
export function availableMb(meminfo: string): number | null {
  const found = /^MemAvailable:\s+(\d+) kB$/m.exec(meminfo)?.[1]
  return found === undefined ? null : Math.floor(Number(found) / 1024)
}
