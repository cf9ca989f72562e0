import type { Dock } from './dock.ts'
import { identities } from './shapes.ts'

/** Of every image that is on the server, the newest first. */
export async function imageIds(dock: Dock): Promise<string[]> {
  const { body } = await dock.ask({ method: 'GET', path: '/images/json', about: { what: 'list the images' } })
  return identities(body)
}
