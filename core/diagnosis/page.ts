import { type KnownFailure, placesOf } from './failing.ts'
import { knownFailures } from './known-failures.ts'

const head = `# Failures that are named

When a job fails, its thread says what probably went wrong, what to do, and has buttons for what an operation can do.
It is recognised by the code of the failure, or by words of its message and of the last lines of the log. What is not
in this list is said to be unknown, with its last lines.

This page is made from \`core/diagnosis\`; write it anew with \`WRITE_DOCS=1 npm run check:docs\`.
`

export function diagnosisPage(): string {
  return [head, ...knownFailures.map(section)].join('\n')
}

function section(known: KnownFailure): string {
  return [
    `## ${known.title}`,
    '',
    `\`${known.id}\`, ${placesOf(known)}.`,
    '',
    'Causes:',
    ...known.causes.map((cause) => `- ${cause}`),
    '',
    'What to do:',
    ...known.todo.map((step, at) => `${at + 1}. ${step}`),
    ...(known.remedies.length === 0
      ? []
      : ['', `Buttons: ${known.remedies.map(({ label, operation }) => `${label} (\`${operation}\`)`).join(', ')}.`]),
    '',
  ].join('\n')
}
