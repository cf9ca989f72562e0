import { pathOf } from './call.ts'
import type { Dock } from './dock.ts'
import { type FoundImage, image } from './shapes.ts'

/** By name and tag, by digest, or by its own id, for one that was made on the server: no registry gave it a digest. */
export async function locate(dock: Dock, reference: string): Promise<FoundImage | null> {
  const [, digest] = reference.split('@')
  return (await look(dock, reference)) ?? (digest === undefined ? null : look(dock, digest))
}

async function look(dock: Dock, reference: string): Promise<FoundImage | null> {
  const about = { what: `look for the image ${reference}`, image: reference }
  const { status, body } = await dock.ask({
    method: 'GET',
    path: pathOf('images', reference, 'json'),
    fine: [404],
    about,
  })
  return status === 404 ? null : image(body)
}
