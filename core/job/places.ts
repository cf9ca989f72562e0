import type { Binding, Post } from '../channel/channel.ts'
import type { Change } from '../event/change.ts'
import type { House } from '../house.ts'
import { isPlatform } from '../member/member.ts'
import type { Job } from './job.ts'

type Seat = Pick<Post, 'role' | 'platform' | 'team' | 'channel' | 'thread'>

/** Where people talk, one message tells of the job: its places are kept before anything is posted. */
export async function keepPlaces(house: House, rows: Change, job: Job): Promise<void> {
  // A part of another job is told of by that one.
  if (job.parentId !== null) return
  const bound = job.projectId === null ? [] : await rows.binding.find({ projectId: job.projectId })
  const seats = seatsOf(job, bound)
  if (seats.length === 0) return
  await rows.post.insert(
    ...seats.map((seat) => ({
      id: house.chance.id(),
      jobId: job.id,
      ...seat,
      message: null,
      shown: 0,
      told: -1,
      ended: false,
      createdAt: job.createdAt,
    })),
  )
}

/**
 * The message stands in the channels that the project, or this environment of it, is bound to; where it was asked
 * elsewhere, a line links to it. Where a platform has no bound channel, the message stands where it was asked.
 */
export function seatsOf(
  { origin, environmentId }: Pick<Job, 'origin' | 'environmentId'>,
  bindings: readonly Binding[],
): Seat[] {
  const bound = bindings.filter(
    (one) => tellsJobs(one) && (one.environmentId === null || one.environmentId === environmentId),
  )
  const living: Seat[] = bound.map(({ platform, team, channel }) => ({
    role: 'living',
    platform,
    team,
    channel,
    thread: null,
  }))
  const { surface: platform, team, channel, thread } = origin
  if (!channel || !isPlatform(platform)) return living
  const here = { platform, team, channel, thread }
  const own = living.find((one) => one.platform === platform && one.team === team && one.channel === channel)
  // On the page a thread is the line that was asked: the message stays with it.
  if (own)
    return platform === 'console' ? living.map((one) => (one === own ? { ...one, thread } : one)) : linked(living, here)
  const elsewhere = living.some((one) => one.platform === platform && one.team === team)
  return [...living, { role: elsewhere ? 'link' : 'living', ...here }]
}

/** Asked in a thread of the same channel: people there find the way out of it. */
function linked(living: Seat[], here: Omit<Seat, 'role'>): Seat[] {
  return here.thread === null ? living : [...living, { role: 'link', ...here }]
}

/** A channel that wants to hear nothing of jobs gets no message of theirs. */
function tellsJobs({ events }: Binding): boolean {
  return events.some((event) => event.startsWith('job.'))
}
