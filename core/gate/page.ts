import { errors } from '../error.ts'
import { type Reason, reasonCodes, reasons } from './gate.ts'

/** docs/gates.md, from the closed list and the table of errors alone. */
export function gatesPage(): string {
  const rows = reasons.flatMap((reason) =>
    reasonCodes[reason].map((code) => {
      const { message, remedy } = errors[code]
      return `| \`${reason}\` | ${answers[reason]} | \`${code}\` | ${cell(message)} | ${cell(remedy)} |`
    }),
  )
  return `# Gates

Written by \`WRITE_DOCS=1 npm run check:docs\` from the list of reasons and the table of errors; do not edit it by hand.

Before a change is done, gates look at what it touches (code, data, availability, the way back; in which kind of
environment) and never at what it is called. Each lets it through, holds it, or refuses it, and says why by one of
these codes. A job that is held says what it waits for; gates are asked again at the moment when it would start.
\`why <instance>\` shows them all. The first that refuses decides, in this order:

| reason | answer | code | sentence | what to do |
|---|---|---|---|---|
${rows.join('\n')}

Of several that hold, people are waited for first (approval), then the time that was asked for, then what ends by
itself (lock, freeze).

## What touches production
It waits until somebody else approves the plan: the commits, images and settings that were pinned, and nothing else.
One person has one vote on whatever platform, tokens have none. If settings, server or what runs there change
meanwhile, or whoever asked loses the right, the approval is void and it is planned anew; a branch that moved on is a
notice. A retry of what failed runs under the same approval. \`project configure\` says how many approve
(\`--approvers\`), who (\`--approval-level\`), whether the asker may (\`--self-approval\`) and for how long
(\`--approval-expires\`).

## Emergencies
Off unless a project allows them: \`project configure <project> --emergency\`. Then \`--emergency "reason"\` stands in
for a missing approver or passes a freeze. It is for people with Developer Plus or higher, runs after a delay that
everybody sees and can stop (\`--emergency-delay\`, 5 minutes unless set), is announced, and leaves a review that
somebody else must sign: \`review list\`, \`review sign\`. It passes no other gate.
`
}

const answers: Record<Reason, string> = {
  right: 'refuses',
  server: 'refuses',
  quota: 'refuses',
  order: 'refuses',
  lock: 'refuses people, holds with `--wait` and what comes by itself',
  running_job: 'holds until its turn',
  freeze: 'holds until it ends',
  approval: 'holds until somebody says yes',
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
