/** In the thread of a job its verbs need no number: `logs`, `cancel`, `retry`, `why`. */
export function ofThisJob(text: string, job: number, isOperation: (id: string) => boolean): string {
  const [verb = '', ...rest] = text.trim().split(/\s+/)
  const meant = verb.toLowerCase().replace(/[?!.]+$/, '')
  const named = meant === '' ? 'show' : meant
  const alone = rest.every((word) => word.startsWith('-') || word.startsWith('—'))
  if (!alone || !/^[a-z]+$/.test(named) || !isOperation(`job.${named}`)) return text
  return ['job', named, String(job), ...rest].join(' ')
}

/** `--here` is said to the surface and not to the operation: the answer stays in the channel. */
export function saidHere(text: string): { line: string; here: boolean } {
  const flag = /(^|\s)(?:--|[—–])here(?=\s|$)/i
  return flag.test(text) ? { line: text.replace(flag, ' ').trim(), here: true } : { line: text, here: false }
}
