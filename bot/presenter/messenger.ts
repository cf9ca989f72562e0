import type { Card } from '../../core/card/card.ts'

export interface Place {
  team: string
  channel: string
  thread: string | null
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
}

/** What a platform does for us with ordinary messages. It throws where it could not. */
export interface Messenger {
  /** Answers what the platform calls the message; never posts it twice. */
  post(place: Place, card: Card, sign: Sign): Promise<string>
  edit(place: Place, message: string, card: Card): Promise<void>
}
