import type { Attachment, Span } from '../../core/card/card.ts'
import type { Notice } from '../../core/channel/channel.ts'
import { eventCard } from '../../core/event/event.card.ts'
import type { House } from '../../core/house.ts'
import { factsOf } from '../../core/job/facts.ts'
import type { Job } from '../../core/job/job.ts'
import { lineText } from '../../core/job/logs.operation.ts'
import { addressed, endCard, linesCard } from '../../core/job/thread.card.ts'
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
      { jobId: job.id, level: { in: ['warning', 'error'] }, sequence: { atLeast: firstLine } },
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
  const found = await reading.line.find({ jobId: job.id }, { order: ['sequence'] })
  if (found.length === 0) return null
  const text = [...found.map((line) => lineText(line, 'UTC')), ''].join('\n')
  return { name: `job-${job.number}.log`, title: `Log of #${job.number}`, text }
}
