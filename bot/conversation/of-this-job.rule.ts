/** In the thread of a job, or under its message, its verbs need no number: `logs`, `cancel`, `retry`, `why`. */
export function ofThisJob(text: string, job: number, isOperation: (id: string) => boolean): string {
  const [verb = '', ...rest] = text.trim().split(/\s+/)
  const meant = verb.toLowerCase().replace(/[?!.]+$/, '')
  const named = meant === '' ? 'show' : meant
  const alone = rest.every((word) => word.startsWith('-') || word.startsWith('—'))
  if (!alone || !/^[a-z]+$/.test(named) || !isOperation(`job.${named}`)) return text
  return ['job', named, String(job), ...rest].join(' ')
}
