import type { Attachment, Card, Span } from '../../core/card/card.ts'
import type { Member } from '../../core/member/member.ts'

export interface Place {
  team: string
  channel: string
  thread: string | null
  /** For this member's eyes alone, where a channel itself does not say so. */
  alone?: string
}

/** Whose message it is. */
export interface Sign {
  /** Null where it tells of an event. */
  job: string | null
  post: string
  /** It may stand there already: the process ended, or the line broke, before we heard that it was posted. */
  again: boolean
  /** It was not posted before this moment. */
  since: number
  /** Said in a thread, and shown in the channel too. */
  broadcast?: boolean
}

/** How fast a platform takes edits: of all messages together, and of one. */
export interface Pace {
  perMinute: number
  /** So many may go at once after a while of quiet. */
  burst: number
  /** Between two edits of one message: always, and where nothing is urgent. */
  leastMs: number
  calmMs: number
}

/**
 * What a platform does for us with ordinary messages, each time with one try: it throws `Later` where it may work
 * another time, `Refused` where it never will.
 */
export interface Messenger {
  readonly pace: Pace
  /** Answers what the platform calls the message; never posts it twice. */
  post(place: Place, card: Card, sign: Sign): Promise<string>
  edit(place: Place, message: string, card: Card): Promise<void>
  file(place: Place, file: Attachment, sign: Sign): Promise<void>
  /** Where one answers to a message that stands there. */
  under(place: Place, message: string): Place
  /** Where people find the message; null where it has no address. */
  link(place: Place, message: string): Promise<string | null>
  /** A person, so that it reaches them there; null where they have no account. */
  mention(team: string, member: Member): Promise<Span | null>
  /** The conversation with one person alone; null where there is none. */
  direct(member: Member): Promise<Place | null>
}
