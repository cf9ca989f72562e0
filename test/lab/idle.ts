import type { Endpoints } from './endpoints.ts'
import { ran, wellDone } from './own-server.ts'

/** The tiny image of the lab's engine, where every server can pull it. */
export async function idleImage(lab: Endpoints): Promise<string> {
  const image = `${lab.registry.open}/lab-idle:1`
  const docker = async (...words: string[]) =>
    wellDone(await ran('docker', ['-H', `unix://${lab.docker.socket}`, ...words]))
  await docker('tag', 'pilothouse-lab/idle:1', image)
  await docker('push', image)
  return image
}
