import type { Card, Line } from '../card/card.ts'
import { jobTitle, jobTones } from './job.card.ts'
import type { Job } from './job.ts'

/** Where it was asked there is a line, and the message stands where everybody looks. */
export function linkCard(job: Job, url: string | null): Card {
  const state = job.state === 'running' && job.cancelAsked ? 'is being cancelled' : job.state
  return {
    title: jobTitle(job),
    tone: jobTones[job.state],
    state,
    lines: linkLine(url),
    view: `job show ${job.number}`,
    words: [job.target, `#${job.number}`, job.state],
  }
}

export function linkLine(url: string | null): Line[] {
  return url === null ? [] : [{ text: [{ link: url, text: 'Follow it in its channel' }] }]
}
