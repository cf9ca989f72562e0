import type { House } from '../house.ts'
import { isPractice } from '../server/practice.rule.ts'
import type { Server } from '../server/server.ts'

/** How many times faster than the table says what is done on this server: a practice server is in a hurry. */
export function speedOf({ practiceSpeed }: Pick<House, 'practiceSpeed'>, server: Pick<Server, 'trust'>): number {
  return isPractice(server) ? practiceSpeed : 1
}
