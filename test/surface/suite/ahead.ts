/** The settings of a process whose clock is so far ahead. */
export function ahead(ms: number): Record<string, string> {
  const shift = `const now=Date.now.bind(Date);Date.now=()=>now()+${ms}`
  return { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(shift)}` }
}
