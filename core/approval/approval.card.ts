import { levelTitles } from '../access/level.ts'
import type { Action, Card, Field, Line, Text, Tone } from '../card/card.ts'
import { verbOf } from '../job/job.card.ts'
import type { Job } from '../job/job.ts'
import type { Outlook } from '../operation/plan.ts'
import { spanWords } from '../schedule/words.ts'
import type { Approval, ApprovalState, Vote } from './approval.ts'

export interface ApprovalSeen {
  approval: Approval
  job: Job
  votes: readonly Vote[]
  /** Members by their id, and who asked. */
  names: Readonly<Record<string, string>> & { asker: string }
  /** `details`: every commit, module and line of the plan. */
  details?: boolean
  /** What asks for the same thing again, as things are now. */
  again?: Action | null
  /** The name of the practice server that it is about. */
  practice?: string | null
  /** Who may decide, by name. */
  approvers?: readonly string[]
}

const tones: Record<ApprovalState, Tone> = {
  waiting: 'waiting',
  approved: 'good',
  rejected: 'bad',
  expired: 'idle',
  voided: 'warning',
  withdrawn: 'idle',
}

/** What somebody must see before saying yes, on one phone screen; once decided it says by whom and has no buttons. */
export function approvalCard(seen: ApprovalSeen): Card {
  const { approval, job, details = false } = seen
  const verb = verbOf(job)
  const open = approval.state === 'waiting'
  return {
    title: open ? `Approve ${verb} ${job.target}? #${job.number}` : approvalOf(job),
    tone: tones[approval.state],
    state: stateWords(seen),
    lines: [...notices(seen), ...(details ? detailLines(job) : [])],
    fields: [...(job.plan.outlook ? outlookFields(job.plan.outlook) : planFields(job)), ...requestFields(seen)],
    actions: open ? decisions(seen) : decided(seen),
    view: `approval show ${job.number}`,
    words: [job.target, verb, 'approval', approval.state, `#${job.number}`],
  }
}

/** How it stands after somebody's vote, for the channel to read: the buttons are at the message of the job alone. */
export function votedCard(seen: ApprovalSeen): Card {
  const card = approvalCard(seen)
  return seen.approval.state === 'waiting' ? { ...card, title: approvalOf(seen.job), actions: [] } : card
}

function approvalOf(job: Job): string {
  return `Approval of ${verbOf(job)} ${job.target} #${job.number}`
}

function stateWords({ approval, votes, names }: ApprovalSeen): string {
  const { state, needed, decidedBy, reason } = approval
  const yes = votes.filter(({ decision }) => decision === 'approve')
  const who = yes.map(({ memberId }) => names[memberId] ?? 'somebody').join(', ')
  const by = decidedBy === null ? '' : ` by ${names[decidedBy] ?? 'somebody'}`
  const why = reason === null ? '' : `: ${reason}`
  switch (state) {
    case 'waiting':
      return needed === 1 ? 'waits for approval' : `${yes.length} of ${needed} approved${who ? ` (${who})` : ''}`
    case 'approved':
      return `approved by ${who || 'somebody'}`
    case 'expired':
      return 'expired: nobody decided in time'
    case 'voided':
      return `void${why}`
    case 'rejected':
    case 'withdrawn':
      return `${state}${by}${why}`
  }
}

function notices({ approval: { ahead, state }, practice, details = false }: ApprovalSeen): Line[] {
  const lines: Line[] = []
  // The plan's own lines say it too, where they are shown.
  if (practice && !details) lines.push({ text: [{ bold: `Practice server ${practice}` }, ': nothing here is real'] })
  if (ahead === 0 || state !== 'waiting') return lines
  const commits = ahead === 1 ? '1 commit' : `${ahead} commits`
  return [{ tone: 'warning', text: `The branch is ${commits} ahead by now; what is shown here would run` }, ...lines]
}

const databaseWords: Record<Outlook['database'], string> = {
  untouched: 'not touched',
  created: 'is created',
  updated: 'is updated',
  restored: 'is restored from a dump',
}

/** Two or three words each: they share a phone's width. */
function outlookFields(outlook: Outlook): Field[] {
  const { from, to, commits, files, modules, database, interruption, wayBack, expectedMs } = outlook
  const newest = commits[0]
  const fields: Field[] = [{ label: 'From → to', value: [from ?? 'nothing', ' → ', { bold: to }] }]
  if (newest) fields.push({ label: 'Commits', value: commitsText(commits.length, newest) })
  fields.push(
    { label: 'Changes', value: from === null ? 'everything: it is the first' : changesText(files, modules) },
    { label: 'Database', value: databaseWords[database] },
    { label: 'Interruption', value: interruption },
    { label: 'Way back', value: wayBack },
  )
  if (expectedMs !== null) fields.push({ label: 'Takes about', value: spanWords(expectedMs) })
  return fields
}

function commitsText(count: number, { hash, message, author }: Outlook['commits'][number]): Text {
  const newest: Text = [{ code: hash.slice(0, 8) }, ` ${firstLine(message)} (${author})`]
  return count === 1 ? newest : [`${count}, the newest `, ...newest]
}

function changesText(files: number, modules: readonly string[]): string {
  const shown = modules.slice(0, 4).join(', ')
  const rest = modules.length > 4 ? ` and ${modules.length - 4} more` : ''
  const count = files === 1 ? '1 file' : `${files} files`
  return modules.length === 0 ? `${count}, no module` : `${count}; modules ${shown}${rest}`
}

function planFields({ plan }: Job): Field[] {
  const touched = plan.effects.join(', ')
  const lines = plan.lines.length > 0 ? [{ label: 'Plan', value: plan.lines.slice(0, 3).join('; ') }] : []
  return [...lines, { label: 'Touches', value: touched }]
}

function requestFields({ approval, names, approvers, job }: ApprovalSeen): Field[] {
  const waiting = approval.state === 'waiting'
  return [
    { label: 'Asked by', value: [names.asker, ' ', { age: approval.createdAt }] },
    ...(waiting ? [{ label: 'Expires', value: [{ time: approval.expiresAt }] }] : []),
    ...(waiting && job.wishes.at !== null ? [{ label: 'Runs', value: [{ time: job.wishes.at }] }] : []),
    ...(waiting && approvers
      ? [{ label: 'May decide', value: approvers.join(', ') || `nobody: it needs ${levelTitles[approval.level]}` }]
      : []),
  ]
}

function detailLines({ plan }: Job): Line[] {
  const commits = plan.outlook?.commits ?? []
  return [
    ...plan.lines.map((text) => ({ text })),
    ...commits.slice(0, 20).map(({ hash, message, author }) => ({
      text: [{ code: hash.slice(0, 8) }, ` ${firstLine(message)} (${author})`],
    })),
    ...((plan.outlook?.modules.length ?? 0) > 4 ? [{ text: `Modules: ${plan.outlook?.modules.join(', ')}` }] : []),
  ]
}

function firstLine(message: string): string {
  const line = message.split('\n')[0] ?? ''
  return line.length > 60 ? `${line.slice(0, 59)}…` : line
}

function decisions({ approval: { ahead }, job, details = false, again }: ApprovalSeen): Action[] {
  const given = { job: String(job.number) }
  return [
    { label: 'Approve', operation: 'approval.approve', arguments: given, style: 'primary' },
    { label: 'Reject', operation: 'approval.reject', arguments: given, style: 'danger', form: true },
    ...(details ? [] : [{ label: 'Details', operation: 'approval.show', arguments: given }]),
    ...(ahead > 0 && again ? [again] : []),
  ]
}

function decided({ approval: { state }, again }: ApprovalSeen): Action[] {
  return again && (state === 'voided' || state === 'expired') ? [again] : []
}
