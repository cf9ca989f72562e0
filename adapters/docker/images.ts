import type { Images } from '../../core/ports/containers.ts'
import { buildImage } from './build.ts'
import type { Dock } from './dock.ts'
import { locate } from './find-image.ts'
import { pullImage } from './pull.ts'
import { removeUnused } from './remove-image.ts'
import { resolveImage } from './resolve.ts'

export function imagesOf(dock: Dock): Images {
  return {
    async find(reference) {
      const found = await locate(dock, reference)
      if (!found) return null
      const [name = '', digest] = reference.split('@')
      const known = digest ?? found.digests.find((one) => name.startsWith(one.split('@')[0] ?? ''))?.split('@')[1]
      return { reference, digest: known ?? found.id }
    },
    resolve: (reference) => resolveImage(dock, reference),
    pull: (image, progress) => pullImage(dock, image, progress),
    build: (build, progress) => buildImage(dock, build, progress),
    removeUnused: (reference) => removeUnused(dock, reference),
  }
}
