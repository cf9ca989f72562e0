import type { Bot } from '../../surface/bot.ts'

/** Somebody at one surface, with the same few things to say as at every other. */
export interface Speaker {
  bot: Bot
  /** Becomes the first admin with the code that the bot printed. */
  claim(code: string): Promise<void>
  /** Types a line and reads all of the answer. */
  says(line: string): Promise<string>
  /** Types a line that asks for a secret, and gives it where this surface takes secrets. */
  gives(line: string, secret: string): Promise<string>
  /** Types a line that starts a job, and reads how it ended. */
  done(line: string): Promise<string>
  stop(): Promise<void>
}
