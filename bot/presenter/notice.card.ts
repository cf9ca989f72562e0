import { approversOf } from '../../core/approval/approvers.ts'
import type { Attachment, Span } from '../../core/card/card.ts'
import type { Notice } from '../../core/channel/channel.ts'
import { exported } from '../../core/deployment/export.ts'
import { eventCard } from '../../core/event/event.card.ts'
import type { House } from '../../core/house.ts'
import { factsOf } from '../../core/job/facts.ts'
import type { Job } from '../../core/job/job.ts'
import { allLines } from '../../core/job/lines.ts'
import { lineText } from '../../core/job/log.ts'
import { loudLevels } from '../../core/job/loud.rule.ts'
import { addressed, approversCard, endCard, linesCard } from '../../core/job/thread.card.ts'
import { whyCard } from '../../core/job/why.operation.ts'
import type { Member } from '../../core/member/member.ts'
import type { Said } from './notices.ts'

type Mention = (member: Member) => Promise<Span | null>

/** What a notice says, by the rows as they are now; null where there is nothing to say any more. */
export async function noticeCard(house: House, notice: Notice, mention: Mention): Promise<Said | null> {
  const { reading } = house.store
  if (notice.jobId === null) return told(house, notice)
  const job = await reading.job.one({ id: notice.jobId })
  if (!job) return null
  switch (notice.kind) {
    case 'lines':
      return lines(house, job, notice)
    case 'end':
      return end(house, job, mention)
    case 'approvers':
      return approvers(house, job, notice, mention)
    case 'direct':
      return end(house, job, () => Promise.resolve(null))
    default:
      return null
  }
}

async function lines(house: House, job: Job, { firstLine, lastLine }: Notice): Promise<Said | null> {
  if (firstLine === null || lastLine === null) return null
  const { reading } = house.store
  const [found, stages] = await Promise.all([
    reading.line.find(
      { jobId: job.id, level: { in: loudLevels(job) }, sequence: { atLeast: firstLine } },
      { order: ['sequence'] },
    ),
    reading.stage.find({ jobId: job.id }),
  ])
  const shown = found.filter(({ sequence }) => sequence <= lastLine)
  return shown.length === 0 ? null : { card: linesCard(job, shown, stages), broadcast: false }
}

async function end(house: House, job: Job, mention: Mention): Promise<Said> {
  const { reading } = house.store
  const [stages, member] = await Promise.all([
    reading.stage.find({ jobId: job.id }, { order: ['position'] }),
    reading.member.one({ id: job.requestedBy }),
  ])
  const asker = member && (await mention(member))
  if (job.state !== 'failed') return { card: endCard(job, stages, asker), broadcast: false }
  const now = house.clock.now()
  const facts = await factsOf(reading, job, stages, now)
  const card = whyCard(job, stages, facts, now, (id) => house.operations.find(id) !== undefined)
  const failed = addressed(asker, `${job.target} #${job.number} failed`)
  return { card: { ...card, lines: [{ text: failed }, ...(card.lines ?? [])] }, broadcast: true }
}

/** Whoever may decide is asked once, and reminded once. */
async function approvers(house: House, job: Job, { key }: Notice, mention: Mention): Promise<Said | null> {
  const { reading } = house.store
  const approval = await reading.approval.one({ jobId: job.id })
  if (approval?.state !== 'waiting') return null
  const people = await approversOf(reading, job, approval)
  const named = await Promise.all(people.map(async (one) => (await mention(one)) ?? one.name))
  const card = approversCard(job, named, key.endsWith(':reminded'))
  return { card, broadcast: false }
}

/** Something that happened and that they want to hear of. */
async function told(house: House, { position }: Notice): Promise<Said | null> {
  const event = position === null ? null : await house.store.reading.event.one({ position })
  return event && { card: eventCard(event), broadcast: false }
}

/** All of the log, as a file. */
export async function noticeFile(house: House, { jobId }: Notice): Promise<Attachment | null> {
  const { reading } = house.store
  const job = jobId === null ? null : await reading.job.one({ id: jobId })
  if (!job) return null
  const text = await wholeLog(house, job)
  if (text === '') return null
  return { name: `job-${job.number}.log`, title: `Log of #${job.number}`, text }
}

/** A deployment's is exported as the history exports it. */
async function wholeLog(house: House, job: Job): Promise<string> {
  const { reading } = house.store
  const pieces: string[] = []
  const deployment = await reading.deployment.one({ id: job.id })
  if (deployment) {
    for await (const piece of exported(reading, { deployment, job }, 'txt', house.clock.now())) pieces.push(piece)
    return pieces.join('')
  }
  for await (const lines of allLines(reading, job.id)) pieces.push(...lines.map((line) => `${lineText(line, 'UTC')}\n`))
  return pieces.join('')
}
