import type { Span, Text } from './card.ts'

/** Our own sentences mark what one types by backticks. Only for texts that we wrote: what people typed is data. */
export function coded(sentence: string): Text {
  const parts = sentence.split('`')
  // An odd one out is a sign like any other.
  if (parts.length < 3 || parts.length % 2 === 0) return sentence
  return parts.flatMap((part, at): Span[] => (part === '' ? [] : at % 2 === 1 ? [{ code: part }] : [part]))
}
