import type { Card, Line, Span, Tone } from '../card/card.ts'
import { coded } from '../card/coded.ts'
import { isPlain } from '../diagnosis/diagnose.rule.ts'
import { bareFacts, type JobFacts } from './facts.ts'
import { jobActions } from './job.actions.ts'
import type { Job, JobFailure, JobState, StageRow } from './job.ts'
import type { Kept } from './kept.rule.ts'
import { lasted } from './lasted.ts'
import { stageLine, stageLines } from './stage.lines.ts'

export const jobTones: Record<JobState, Tone> = {
  pending: 'waiting',
  running: 'busy',
  success: 'good',
  failed: 'bad',
  cancelled: 'idle',
}

/** The one message of a job, in whatever state it is; done, it is folded to a few lines unless all are wanted. */
export function jobCard(
  job: Job,
  stages: readonly StageRow[],
  now: number,
  facts: JobFacts = bareFacts,
  unfolded = false,
): Card {
  return {
    title: jobTitle(job),
    tone: job.state === 'running' && facts.stuck ? 'warning' : jobTones[job.state],
    state: stateWords(job, facts),
    lines: [...practiceLine(facts), ...emergencyLine(job), ...bodyOf(job, stages, now, facts, unfolded)],
    whole: true,
    ...(job.state === 'running' ? { progress: { percent: job.percent, note: timeNote(job, now) } } : {}),
    actions: jobActions(job, stages, facts, unfolded),
    view: `job show ${job.number}`,
    words: [job.target, verbOf(job), job.state, `#${job.number}`, ...commitWords(facts)],
  }
}

export function jobTitle(job: Job): string {
  return `${verbOf(job)} ${job.target} #${job.number}`
}

/** `instance deploy` goes by its verb alone, as one types it. */
export function verbOf({ operation }: Job): string {
  return operation.replace(/^instance\./, '').replaceAll('.', ' ')
}

function bodyOf(job: Job, stages: readonly StageRow[], now: number, facts: JobFacts, unfolded: boolean): Line[] {
  const about = [...releaseLine(job, facts), ...peopleLine(facts)]
  const all = stageLines(stages, now)
  switch (job.state) {
    case 'pending':
      return [...about, ...failedLines(job, facts), ...waitLines(job), ...(unfolded ? all : [])]
    case 'running':
      return [...about, ...failedLines(job, facts), ...stuckLines(facts), ...all]
    case 'success':
      return [
        ...about,
        tookLine(job),
        ...warnedLines(stages, now, unfolded),
        ...(facts.warning === null ? [] : [{ tone: 'warning' as const, text: facts.warning }]),
        ...namedLines(facts, null),
        ...(unfolded ? all : []),
      ]
    default:
      return [...about, ...endLines(job, facts), ...endedIn(stages, now, unfolded), ...(unfolded ? all : [])]
  }
}

function practiceLine({ practice, server }: JobFacts): Line[] {
  if (!practice) return []
  return [{ text: [{ bold: `Practice server ${server ?? ''}` }, ': nothing here is real'] }]
}

/** Whoever reads it may still stop it, and somebody else must sign for it. */
function emergencyLine({ wishes: { emergency } }: Job): Line[] {
  return emergency === null ? [] : [{ tone: 'warning', text: [{ bold: 'Emergency' }, `: ${emergency}`] }]
}

/** From → to, on which branch, and whose work it is. */
function releaseLine(job: Job, { deployment, from }: JobFacts): Line[] {
  if (!deployment) return []
  const to: Span[] = [{ code: short(deployment.commit) }]
  const change: Span[] = from ? [{ code: short(from.commit) }, ' → ', ...to] : to
  const by = deployment.author === null ? '' : ` by ${deployment.author}`
  const message = deployment.message === null ? '' : `: ${firstLine(deployment.message)}`
  const again = job.state === 'success' || from ? '' : ', the first time'
  return [{ text: [...change, ' on ', { code: deployment.branch }, `${by}${message}${again}`] }]
}

function peopleLine({ askedBy, approvedBy }: JobFacts): Line[] {
  const asked = askedBy === null ? [] : [`asked by ${askedBy}`]
  const approved = approvedBy.length === 0 ? [] : [`approved by ${approvedBy.join(', ')}`]
  const text = [...asked, ...approved].join(' · ')
  return text === '' ? [] : [{ text: text.charAt(0).toUpperCase() + text.slice(1) }]
}

function waitLines({ waitsFor, waitsWhy, waitsUntil, plan }: Job): Line[] {
  const why: Line[] = waitsWhy === null ? [] : [{ tone: 'waiting', text: waitsWhy }]
  const until: Line[] =
    waitsUntil === null
      ? []
      : [
          {
            tone: 'waiting',
            text: [waitsFor === 'time' ? 'Starts ' : 'Until ', { time: waitsUntil }],
            note: [{ age: waitsUntil }],
          },
        ]
  return [...why, ...until, ...plan.lines.slice(0, 5).map((text) => ({ text }))]
}

/** It will not go on: it only comes again to bring back what people need, and what stands in its way they may mend. */
function failedLines({ failure }: Job, facts: JobFacts): Line[] {
  return failure?.owed ? [{ tone: 'bad', text: failure.message }, ...namedLines(facts, failure)] : []
}

function stuckLines({ stuck }: JobFacts): Line[] {
  if (!stuck) return []
  return [{ tone: 'warning', text: sentence(stuck.why) }, ...(stuck.usual === null ? [] : [{ text: stuck.usual }])]
}

function tookLine(job: Job): Line {
  const ms = (job.finishedAt ?? job.createdAt) - (job.startedAt ?? job.createdAt)
  return { text: `Took ${lasted(ms)}` }
}

/** What went wrong and did not stop the run stays visible in the result. */
function warnedLines(stages: readonly StageRow[], now: number, unfolded: boolean): Line[] {
  const warned = stages.filter(({ state }) => state === 'warned')
  if (warned.length === 0) return []
  const head: Line = {
    tone: 'warning',
    text: `${warned.length} ${warned.length === 1 ? 'warning' : 'warnings'}`,
  }
  return unfolded ? [head] : [head, ...warned.map((stage) => stageLine(stage, now))]
}

function endLines(job: Job, facts: JobFacts): Line[] {
  const { diagnosis } = facts
  const { failure } = job
  const took = [...owedLine(job), ...keptLine(facts), ...(job.startedAt === null ? [] : [tookLine(job)])]
  if (!failure) return took
  if (job.state === 'cancelled') return [{ text: failure.message }, ...took]
  const named = diagnosis ? namedLines(facts, failure) : [{ text: coded(failure.remedy) }]
  return [{ tone: 'bad', text: failure.message }, ...named, ...took]
}

/** What it probably was, and the first step; all of it is said on demand. */
function namedLines({ diagnosis }: JobFacts, failure: JobFailure | null): Line[] {
  if (!diagnosis) return []
  const first = failure && isPlain(failure.code) ? failure.remedy : (diagnosis.todo[0] ?? '')
  return [
    { text: [{ bold: diagnosis.title }, `. Perhaps: ${diagnosis.causes[0] ?? ''}`] },
    { text: coded(`What to do: ${first}`) },
  ]
}

/** Folded, the stage where it ended, and what had gone wrong before. */
function endedIn(stages: readonly StageRow[], now: number, unfolded: boolean): Line[] {
  if (unfolded) return []
  return stages
    .filter(({ state }) => state === 'failed' || state === 'warned')
    .map((stage) => stageLine(stage.state === 'failed' ? { ...stage, latest: null } : stage, now))
}

function owedLine({ cancelAsked, failure }: Job): Line[] {
  const done = cancelAsked ? 'cleaned up' : 'brought back'
  return failure?.owed ? [{ tone: 'bad', text: `Could not be ${done}: ${failure.owed.why}` }] : []
}

/** The first question after a failure: what do people see now? */
function keptLine({ from, keepsFrom }: JobFacts): Line[] {
  if (!from || keepsFrom === null) return []
  return [
    { tone: keepsFrom === 'serves' ? 'good' : 'warning', text: [{ code: short(from.commit) }, keptWords[keepsFrom]] },
  ]
}

const keptWords: Record<Kept, string> = {
  serves: ', which ran before, still serves',
  unseen: ' ran before; whether it serves now nobody can see from here',
  without_database: ' ran before, and it needs that database too',
}

function timeNote(job: Job, now: number): string {
  const elapsed = `${lasted(now - (job.startedAt ?? now))} so far`
  if (job.cancelAsked || job.etaAt === null) return elapsed
  return job.etaAt > now ? `${elapsed}, about ${lasted(job.etaAt - now)} to go` : `${elapsed}, soon done`
}

function stateWords(job: Job, { stuck }: JobFacts): string {
  if (job.state === 'running' && job.cancelAsked) return 'running: is being cancelled'
  if (job.state === 'running' && stuck) return 'running: says nothing'
  if (job.failure?.owed && (job.state === 'running' || job.state === 'pending'))
    return job.cancelAsked
      ? `${job.state}: was cancelled, and still cleans up`
      : `${job.state}: failed, and brings back what people need`
  if (job.state !== 'pending') return job.state
  switch (job.waitsFor) {
    case 'approval':
      return 'pending: waits for an approval'
    case 'time':
      return 'pending: waits for its time'
    case 'lock':
      return 'pending: waits for a lock'
    case 'freeze':
      return 'pending: waits for a freeze to end'
    default:
      return 'pending: waits for its turn'
  }
}

function commitWords({ deployment }: JobFacts): string[] {
  return deployment ? [short(deployment.commit), deployment.branch] : []
}

function short(commit: string): string {
  return commit.slice(0, 7)
}

function firstLine(text: string): string {
  const line = text.split('\n')[0] ?? ''
  return line.length > 80 ? `${line.slice(0, 79)}…` : line
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
