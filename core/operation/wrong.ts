import type { z } from 'zod'

/** What is wrong with a value, in words that follow its name; sentences of our own declarations stand as they are. */
export function wrong(issue: z.core.$ZodIssue): string {
  const ours = issue.message
  if (!standard.test(ours)) return ours.charAt(0).toLowerCase() + ours.slice(1)
  switch (issue.code) {
    case 'invalid_value':
      return `is one of ${issue.values.join(', ')}`
    case 'too_big':
      return `is ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unitOf(issue.origin)}`
    case 'too_small':
      return issue.origin === 'string' && Number(issue.minimum) <= 1
        ? 'is empty'
        : `is ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unitOf(issue.origin)}`
    case 'invalid_type':
      return issue.expected === 'int' ? 'is a whole number' : `is ${kinds[issue.expected] ?? issue.expected}`
    default:
      return 'is not valid'
  }
}

/** How zod begins where a declaration says nothing of its own. */
const standard = /^(Invalid|Too big|Too small|Unrecognized)/

const kinds: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  boolean: 'yes or no',
  array: 'a list',
  object: 'an object',
  date: 'a date',
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' letters long'
  return origin === 'array' ? ' entries' : ''
}
