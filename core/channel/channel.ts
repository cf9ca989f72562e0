import type { Platform } from '../member/member.ts'

/** A channel that belongs to a project: short references work there and its events are told there. */
export interface Binding {
  id: string
  platform: Platform
  team: string
  channel: string
  projectId: string
  environmentId: string | null
  events: string[]
  /** Answers to reads stay in the channel. */
  here: boolean
  createdAt: number
}

/** A room of the console page: what a channel is elsewhere. */
export interface Room {
  id: string
  name: string
  createdAt: number
}

export interface RoomMessage {
  id: string
  roomId: string
  /** A message that only one person sees. */
  onlyFor: string | null
  /** Whose words these are; null is the bot. */
  memberId: string | null
  thread: string | null
  text: string | null
  card: unknown
  createdAt: number
  editedAt: number | null
}

/** Where a job is shown, so that it is edited and never posted twice. */
export interface Post {
  id: string
  jobId: string
  /** The message itself, or the short line with a link to it where it was asked. */
  role: 'living' | 'link'
  platform: Platform
  team: string
  channel: string
  thread: string | null
  /** What the platform calls the message; null while it is being posted. */
  message: string | null
  /** The event that the message shows. */
  shown: number
  /** Warnings and errors up to this line of the log are told in its thread. */
  told: number
  /** Its last state is shown, and what its end has to say is on its way. */
  ended: boolean
  createdAt: number
}

export const noticeKinds = ['lines', 'end', 'log', 'approvers', 'direct'] as const

/** Something to be said once, and for certain: in the thread of a job's message, or to one person. */
export interface Notice {
  id: string
  /** Made of what it says, so that the same thing is written down once. */
  key: string
  kind: (typeof noticeKinds)[number]
  /** The message in whose thread it is said. */
  postId: string | null
  jobId: string | null
  /** To whom alone. */
  memberId: string | null
  /** The event that it tells of. */
  position: number | null
  /** The lines of the log that it shows: first and last sequence. */
  firstLine: number | null
  lastLine: number | null
  /** Not before: somebody's quiet hours last until then. */
  dueAt: number
  /** It may stand there already: somebody began to say it. */
  begun: boolean
  doneAt: number | null
  createdAt: number
}
