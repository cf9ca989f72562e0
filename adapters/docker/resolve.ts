import { Fault } from '../../core/error.ts'
import type { Image } from '../../core/ports/containers.ts'
import { pathOf } from './call.ts'
import type { Dock } from './dock.ts'
import { locate } from './find-image.ts'
import { loginFor } from './login.ts'
import { readReference } from './reference.rule.ts'
import { distribution, engineVersion } from './shapes.ts'

const registryWithinMs = 30_000

/** Where nobody at a registry has it, one that was made on the server may be meant. */
const perhapsMadeThere = [
  'image_not_found',
  'image_pull_failed',
  'registry_unreachable',
  'name_unknown',
  'clock_wrong',
  'registry_login_needed',
  'engine_refused',
]

/** What a name is at its registry at this moment; what the server has of that name where no registry knows it. */
export async function resolveImage(dock: Dock, reference: string): Promise<Image> {
  const { digest, name } = readReference(reference)
  if (digest !== null) return { reference, digest }
  try {
    return await atRegistry(dock, reference)
  } catch (error) {
    const local = error instanceof Fault && perhapsMadeThere.includes(error.code) ? await locate(dock, reference) : null
    if (!local) throw error
    const [, known = local.id] = (local.digests.find((one) => one.startsWith(`${name}@`)) ?? '').split('@')
    return { reference, digest: known === '' ? local.id : known }
  }
}

async function atRegistry(dock: Dock, reference: string): Promise<Image> {
  const headers = loginFor(reference, dock.equipment.registries)
  const asked = dock.ask({
    method: 'GET',
    path: pathOf('distribution', reference, 'json'),
    headers,
    withinMs: registryWithinMs,
    about: { what: `look for the image ${reference}`, image: reference, login: 'X-Registry-Auth' in headers },
  })
  const [answer, wants] = await Promise.all([asked, architectureOf(dock)])
  const { digest, platforms } = distribution(answer.body)
  const known = platforms.filter(({ architecture }) => architecture !== '' && architecture !== 'unknown')
  if (known.length > 0 && !known.some(({ architecture }) => architecture === wants)) {
    const has = [...new Set(known.map(({ architecture }) => architecture))].join(', ')
    throw new Fault('image_architecture', { ...dock.place, image: reference, has, wants })
  }
  return { reference, digest }
}

/** `amd64` */
export async function architectureOf(dock: Dock): Promise<string> {
  const about = { what: 'ask for its version' }
  return engineVersion((await dock.ask({ method: 'GET', path: '/version', about })).body).architecture
}
