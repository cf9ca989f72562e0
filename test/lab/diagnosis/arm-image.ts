import { createHash } from 'node:crypto'
import type { Json } from '../../surface/api.ts'

const manifestType = 'application/vnd.docker.distribution.manifest.v2+json'

/** The same image once more, which says itself that it is for arm64: what is imported from a file does not. */
export async function armImage(reference: string, tag: string): Promise<void> {
  const [, registry, name, from] = /^([^/]+)\/(.+):([^:]+)$/.exec(reference) ?? []
  const url = `http://${registry}/v2/${name}`
  const manifest: Json = await (await got(`${url}/manifests/${from}`, { headers: { accept: manifestType } })).json()
  const config: Json = await (await got(`${url}/blobs/${manifest.config.digest}`)).json()
  const body = JSON.stringify({ ...config, architecture: 'arm64', variant: 'v8' })
  const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`
  const place = (await got(`${url}/blobs/uploads/`, { method: 'POST' })).headers.get('location') ?? ''
  const upload = new URL(place, url)
  upload.searchParams.set('digest', digest)
  const headers = { 'content-type': 'application/octet-stream' }
  await got(upload, { method: 'PUT', body, headers })
  const made = JSON.stringify({ ...manifest, config: { ...manifest.config, size: body.length, digest } })
  await got(`${url}/manifests/${tag}`, { method: 'PUT', body: made, headers: { 'content-type': manifestType } })
}

async function got(url: string | URL, asked: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, asked)
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  return response
}
