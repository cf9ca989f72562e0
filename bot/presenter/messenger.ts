import type { Card } from '../../core/card/card.ts'

export interface Place {
  team: string
  channel: string
  thread: string | null
}

/** What a platform does for us with ordinary messages. It throws where it could not. */
export interface Messenger {
  /** Answers what the platform calls the message. */
  post(place: Place, card: Card): Promise<string>
  edit(place: Place, message: string, card: Card): Promise<void>
}
