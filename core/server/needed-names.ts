import { isIP } from 'node:net'
import { platformDefaults } from '../platform/defaults.ts'
import type { Reading } from '../ports/store.ts'
import type { Server } from './server.ts'

/** The hosts of images and repositories that deploys on a server fetch from there, as far as they are names. */
export async function neededNames(reading: Reading, { id, settings }: Server): Promise<string[]> {
  const [defaults, environments] = await Promise.all([
    platformDefaults(reading),
    reading.environment.find({ serverId: id }),
  ])
  const [projects, instances, versions, repositories] = await Promise.all([
    reading.project.find({ id: { in: environments.map(({ projectId }) => projectId) } }),
    reading.instance.find({ environmentId: { in: environments.map((one) => one.id) } }),
    reading.version.find({}),
    reading.repository.find({}),
  ])
  const { postgresImage, pgbouncerImage, nginxImage, traefikImage } = defaults
  const proxy = (settings.proxy ?? defaults.proxy) === 'traefik' ? [traefikImage, nginxImage] : [nginxImage]
  const wanted = versions.filter(({ version }) => instances.some((one) => one.version === version))
  const concerned = repositories.filter(
    ({ organizationId, projectId, instanceId }) =>
      [organizationId, projectId, instanceId].every((one) => one === null) ||
      projects.some((project) => project.id === projectId || project.organizationId === organizationId) ||
      instances.some((one) => one.id === instanceId),
  )
  const images = [postgresImage, pgbouncerImage, ...proxy, ...wanted.map(({ image }) => image)]
  const urls =
    projects.length === 0 ? [] : [...projects.map(({ repository }) => repository), ...concerned.map(({ url }) => url)]
  const hosts = [...images.map(registryOf), ...urls.map(gitHostOf)]
  return [...new Set(hosts)].filter((host) => /^[a-z0-9][a-z0-9.-]*$/i.test(host) && isIP(host) === 0).sort()
}

function registryOf(image: string): string {
  const [first = '', ...more] = image.split('/')
  const named = more.length > 0 && (/[.:]/.test(first) || first === 'localhost')
  const host = named ? first.replace(/:\d+$/, '') : 'docker.io'
  // What it is called by is not where it is.
  return host === 'docker.io' ? 'registry-1.docker.io' : host
}

/** `https://git.example/acme.git`, `git@git.example:acme.git`. */
function gitHostOf(url: string): string {
  return /^(?:[a-z]+:\/\/)?(?:[^@/]*@)?(?<host>[^/:]+)/i.exec(url)?.groups?.['host'] ?? ''
}
