import { pathOf } from './call.ts'
import type { Dock } from './dock.ts'
import { locate } from './find-image.ts'
import { containerList } from './shapes.ts'

/** False where a container uses it, running or not. Gone already is as good. */
export async function removeUnused(dock: Dock, reference: string): Promise<boolean> {
  const about = { what: `remove the image ${reference}` }
  const found = await locate(dock, reference)
  if (!found) return true
  const query = { all: '1', filters: JSON.stringify({ ancestor: [found.id] }) }
  const users = containerList((await dock.ask({ method: 'GET', path: '/containers/json', query, about })).body)
  if (users.length > 0) return false
  const name = found.tags.length + found.digests.length > 0 && !isOwnId(reference, found.id) ? reference : found.id
  const { status } = await dock.ask({ method: 'DELETE', path: pathOf('images', name), fine: [404, 409], about })
  return status !== 409
}

/** One that was made there has no digest of a registry: it goes by its id. */
function isOwnId(reference: string, id: string): boolean {
  return reference.endsWith(`@${id}`)
}
