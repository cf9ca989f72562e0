/** A request as rules look at it. */
export interface Asked {
  host: string
  path: string
}

/** Whether a rule of Traefik fits: the matchers that we use, `&&` before `||`, and parentheses. Anything else fails. */
export function fits(rule: string, asked: Asked): boolean {
  const words = rule.match(/\s+|&&|\|\||[()]|[A-Za-z]+\(`[^`]*`\)|[^\s]/g)?.filter((word) => word.trim() !== '') ?? []
  const either = (): boolean => {
    let is = both()
    while (words[0] === '||') {
      words.shift()
      const other = both()
      is = is || other
    }
    return is
  }
  const both = (): boolean => {
    let is = one()
    while (words[0] === '&&') {
      words.shift()
      const other = one()
      is = is && other
    }
    return is
  }
  const one = (): boolean => {
    const word = words.shift()
    if (word === '(') {
      const is = either()
      if (words.shift() !== ')') throw new Error(`not closed: ${rule}`)
      return is
    }
    const [, matcher, value = ''] = /^([A-Za-z]+)\(`([^`]*)`\)$/.exec(word ?? '') ?? []
    if (matcher === 'Host') return asked.host.toLowerCase() === value.toLowerCase()
    if (matcher === 'PathPrefix') return asked.path.startsWith(value)
    throw new Error(`no matcher of ours: ${word} in ${rule}`)
  }
  const is = either()
  if (words.length > 0) throw new Error(`left over: ${words.join(' ')} in ${rule}`)
  return is
}
