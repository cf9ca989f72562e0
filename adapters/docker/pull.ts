import { Fault } from '../../core/error.ts'
import type { Image } from '../../core/ports/containers.ts'
import type { Dock } from './dock.ts'
import { locate } from './find-image.ts'
import { loginFor } from './login.ts'
import { PullProgress } from './pull-progress.rule.ts'
import { readReference } from './reference.rule.ts'
import { refusal } from './refusal.rule.ts'
import { removeUnused } from './remove-image.ts'
import { architectureOf } from './resolve.ts'
import type { FoundImage } from './shapes.ts'
import { stepsOf } from './steps.ts'

/** Exactly this digest. What is there is not asked for again. */
export async function pullImage(dock: Dock, image: Image, progress: (line: string) => void): Promise<void> {
  const { name } = readReference(image.reference)
  const pinned = `${name}@${image.digest}`
  if (await locate(dock, pinned)) return
  const headers = loginFor(image.reference, dock.equipment.registries)
  const about = { what: `pull the image ${pinned}`, image: image.reference, login: 'X-Registry-Auth' in headers }
  const told = new PullProgress()
  const call = {
    method: 'POST',
    path: '/images/create',
    query: { fromImage: name, tag: image.digest },
    headers,
    about,
  } as const
  for await (const step of stepsOf(dock, call)) {
    if (step.error !== '') throw refusal(500, step.error, about, dock.place)
    const line = told.heard(step, performance.now())
    if (line !== null) progress(line)
  }
  const found = await locate(dock, pinned)
  if (!found) throw new Fault('image_not_found', { ...dock.place, image: pinned })
  await ofThisKind(dock, pinned, found)
}

/** A registry that has it for one kind of machine alone gives it to any: it would only fail when it starts. */
async function ofThisKind(dock: Dock, pinned: string, found: FoundImage): Promise<void> {
  const wants = await architectureOf(dock)
  if (found.architecture === '' || found.architecture === wants) return
  await removeUnused(dock, pinned)
  throw new Fault('image_architecture', { ...dock.place, image: pinned, has: found.architecture, wants })
}
