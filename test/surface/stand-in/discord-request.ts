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
  /** What cannot be read of it. */
  faults: string[]
}

/** What was sent and is no JSON. */
const unreadable = Symbol('unreadable')

/** One request, read whole: JSON, or a form whose `payload_json` is the body and whose `files[n]` are files. */
export async function read(request: IncomingMessage): Promise<Sent> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const raw = Buffer.concat(chunks)
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
  const type = said(request.headers['content-type'])
  const isForm = type.startsWith('multipart/')
  const { body, files } = isForm ? await form(raw, type) : { body: json(raw), files: [] }
  const wrongType = raw.length > 0 && !isForm && !type.startsWith('application/json')
  return {
    method: request.method ?? 'GET',
    path: decodeURIComponent(pathname),
    query: searchParams,
    body,
    files,
    faults: [...(wrongType ? [`a body of the type “${type}”`] : []), ...(body === unreadable ? ['no JSON'] : [])],
    token: /^Bot (\S+)$/.exec(said(request.headers.authorization))?.[1] ?? '',
  }
}

async function form(raw: Buffer, type: string): Promise<{ body: unknown; files: SentFile[] }> {
  const parts = await new Response(new Uint8Array(raw), { headers: { 'content-type': type } }).formData()
  const files: SentFile[] = []
  let body: unknown = {}
  for (const [name, value] of parts) {
    if (typeof value === 'string')
      body = name === 'payload_json' ? json(Buffer.from(value)) : { ...object(body), [name]: value }
    else files.push({ at: at(name), name: value.name, content: Buffer.from(await value.arrayBuffer()) })
  }
  return { body, files }
}

/** A part that is not `files[n]` is kept under its own name, so that it can be complained of. */
function at(name: string): string {
  return /^files\[(\d+)\]$/.exec(name)?.[1] ?? name
}

function json(raw: Buffer): unknown {
  if (raw.length === 0) return undefined
  try {
    return JSON.parse(raw.toString('utf8'))
  } catch {
    return unreadable
  }
}
