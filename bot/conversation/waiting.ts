/** Somebody who waits for an answer, but not for ever. */
export interface Waiting<Answer> {
  answer: Promise<Answer | undefined>
  /** False where nobody waits any more. */
  tell(answer: Answer | undefined): boolean
}

export function waiting<Answer>(ms: number): Waiting<Answer> {
  let tell: (answer: Answer | undefined) => boolean = () => false
  const answer = new Promise<Answer | undefined>((resolve) => {
    let waits = true
    tell = (told) => {
      if (!waits) return false
      waits = false
      clearTimeout(late)
      resolve(told)
      return true
    }
    const late = setTimeout(() => tell(undefined), ms)
  })
  return { answer, tell: (told) => tell(told) }
}
