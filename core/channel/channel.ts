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

/** Where a job's living message stands, so that it is edited and never posted twice. */
export interface Post {
  id: string
  jobId: string
  platform: Platform
  team: string
  channel: string
  thread: string | null
  /** What the platform calls the message; null while it is being posted. */
  message: string | null
  /** The event that the message shows. */
  shown: number
  createdAt: number
}
