import type { IncomingMessage } from 'node:http'
import type { SentFile } from './discord-world.ts'
import { object, said } from './json.ts'

export interface Sent {
  method: string
  /** Without the version, decoded. */
  path: string
  query: URLSearchParams
  body: unknown
  files: SentFile[]
  token: string
}

/** One request, read whole: JSON, or a form whose `payload_json` is the body and whose `files[n]` are files. */
export async function read(request: IncomingMessage): Promise<Sent> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const raw = Buffer.concat(chunks)
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
  const type = said(request.headers['content-type'])
  const { body, files } = type.startsWith('multipart/') ? await form(raw, type) : { body: json(raw), files: [] }
  return {
    method: request.method ?? 'GET',
    path: decodeURIComponent(pathname),
    query: searchParams,
    body,
    files,
    token: said(request.headers.authorization).replace(/^Bot /, ''),
  }
}

async function form(raw: Buffer, type: string): Promise<{ body: unknown; files: SentFile[] }> {
  const parts = await new Response(new Uint8Array(raw), { headers: { 'content-type': type } }).formData()
  const files: SentFile[] = []
  let body: unknown = {}
  for (const [name, value] of parts) {
    if (typeof value === 'string')
      body = name === 'payload_json' ? JSON.parse(value) : { ...object(body), [name]: value }
    else files.push({ at: at(name), name: value.name, content: Buffer.from(await value.arrayBuffer()) })
  }
  return { body, files }
}

/** A part that is not `files[n]` is kept under its own name, so that it can be complained of. */
function at(name: string): string {
  return /^files\[(\d+)\]$/.exec(name)?.[1] ?? name
}

function json(raw: Buffer): unknown {
  return raw.length === 0 ? undefined : JSON.parse(raw.toString('utf8'))
}
