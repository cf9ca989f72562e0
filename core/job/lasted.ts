const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** How long a stage took: `12.4 s`. */
export function took(ms: number): string {
  return `${(Math.max(0, ms) / second).toFixed(1)} s`
}

/** How long a run took, or how long it still takes: `48 s`, `3 min 7 s`, `2 h 5 min`. */
export function lasted(ms: number): string {
  const span = Math.max(0, ms)
  if (span < minute) return `${Math.floor(span / second)} s`
  if (span < hour) return two(Math.floor(span / minute), 'min', Math.floor((span % minute) / second), 's')
  return two(Math.floor(span / hour), 'h', Math.floor((span % hour) / minute), 'min')
}

function two(large: number, largeWord: string, small: number, smallWord: string): string {
  return small === 0 ? `${large} ${largeWord}` : `${large} ${largeWord} ${small} ${smallWord}`
}
