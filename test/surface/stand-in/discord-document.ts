import { readFileSync } from 'node:fs'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { type Json, list, object, said } from './json.ts'

const document: Json = object(JSON.parse(readFileSync('test/contract/discord/discord.openapi.json', 'utf8')))

/** A route of Discord's own document. Its name is the document's `operationId`. */
export interface Route {
  name: string
  method: string
  parameters: Json
  query: Json[]
  isPublic: boolean
  body: ValidateFunction | null
  responses: Json
}

interface Declared {
  method: string
  pattern: RegExp
  names: string[]
  operation: Json
  parameters: Json[]
}

/** Where Discord's written docs say otherwise, by a field that tells what the object is. */
const mended: Record<string, Json> = {
  // Rights are numbers too large for JSON: the docs have them as a text.
  default_member_permissions: {
    default_member_permissions: { type: ['integer', 'string', 'null'], pattern: '^[0-9]+$' },
    nsfw: { type: 'boolean' },
  },
  // discord.js tells the kind of a thread that hangs on a message, though there is but one.
  auto_archive_duration: { type: { type: 'integer' } },
  // discord.js says of every message that it is not read aloud, edits too; Discord does not mind.
  allowed_mentions: { tts: { const: false }, enforce_nonce: { const: false } },
}

const ajv = new Ajv2020({ strict: false, allErrors: true })
for (const number of ['int32', 'int64', 'double', 'nonce', 'snowflake', 'password']) ajv.addFormat(number, true)
ajv.addFormat('uri', (text: string) => URL.canParse(text))
ajv.addFormat('date-time', (text: string) => /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text)))
const schemas = object(object(document['components'])['schemas'])
ajv.addSchema({ $id: 'discord', components: { schemas: told(schemas, true) } })
ajv.addSchema({ $id: 'answers', components: { schemas: told(schemas, false) } })

const routes = Object.entries(object(document['paths'])).flatMap(([path, item]) => declared(path, object(item)))
const compiled = new Map<Declared, ValidateFunction | null>()

/** The route that a request names; undefined where Discord has none. */
export function routeOf(method: string, path: string): Route | undefined {
  const found = routes.find((one) => one.method === method && one.pattern.test(path))
  if (!found) return undefined
  const values = found.pattern.exec(path)?.slice(1) ?? []
  return {
    name: said(found.operation['operationId']),
    method,
    parameters: Object.fromEntries(found.names.map((name, at) => [name, values[at]])),
    query: found.parameters.filter((one) => one['in'] === 'query'),
    isPublic: list(found.operation['security']).some((one) => Object.keys(object(one)).length === 0),
    body: bodyOf(found),
    responses: object(found.operation['responses']),
  }
}

/** Reads what the bodies of an answer may hold before anybody waits for one. */
export function prepare(): void {
  routeOf('POST', '/interactions/1/token/callback')
  routeOf('PATCH', '/webhooks/1/token/messages/@original')
  routeOf('POST', '/channels/1/messages')
}

/** What the document has against a body; empty when nothing. */
export function bodyFaults(route: Route, body: unknown): string[] {
  if (!route.body) return body === undefined ? [] : ['the route takes no body']
  if (body === undefined) return ['the route wants a body']
  return route.body(body) ? [] : spoken(route.body.errors ?? [])
}

/** What the document has against an answer of the stand-in's own. */
export function answerFaults(route: Route, { status, body }: { status: number; body?: unknown }): string[] {
  if (status >= 400) return []
  const declared = object(route.responses[String(status)])
  const schema = object(object(declared['content'])['application/json'])['schema']
  if (schema === undefined) return body === undefined ? [] : [`no body is told of for ${status}`]
  const validate = ajv.compile(absolute(told(schema, false), 'answers'))
  return validate(body) ? [] : spoken(validate.errors ?? [])
}

export function queryFaults(route: Route, query: URLSearchParams): string[] {
  const known = new Set(route.query.map((one) => one['name']))
  const unknown = [...query.keys()].filter((name) => !known.has(name)).map((name) => `the route knows no ?${name}`)
  const wrong = route.query.flatMap((one) => {
    const given = query.get(said(one['name']))
    const type = object(one['schema'])['type']
    if (given === null) return one['required'] === true ? [`?${said(one['name'])} is missing`] : []
    if (type === 'boolean' && !['true', 'false', '1', '0'].includes(given)) return [`?${said(one['name'])}=${given}`]
    return type === 'integer' && !/^\d+$/.test(given) ? [`?${said(one['name'])}=${given}`] : []
  })
  return [...unknown, ...wrong]
}

function declared(path: string, item: Json): Declared[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((one) => one[1] ?? '')
  const shared = list(item['parameters']).map(object)
  const pattern = new RegExp(`^${path.replace(/\{(\w+)\}/g, (_, name) => (isId(name) ? '(\\d+)' : '([^/]+)'))}$`)
  const methods = Object.entries(item).filter(([method]) => method !== 'parameters')
  return methods.map(([method, operation]) => ({
    method: method.toUpperCase(),
    pattern,
    names,
    operation: object(operation),
    parameters: [...shared, ...list(object(operation)['parameters']).map(object)],
  }))
}

function isId(name: string): boolean {
  return name.endsWith('_id')
}

function bodyOf(one: Declared): ValidateFunction | null {
  const known = compiled.get(one)
  if (known !== undefined) return known
  const schema = object(object(object(one.operation['requestBody'])['content'])['application/json'])['schema']
  const made = schema === undefined ? null : ajv.compile(absolute(told(schema, true), 'discord'))
  compiled.set(one, made)
  return made
}

/** A union is told by its `type`, and an object that is closed takes only the fields that the document names. */
function told(schema: unknown, isClosed: boolean): unknown {
  if (Array.isArray(schema)) return schema.map((one) => told(one, isClosed))
  if (schema === null || typeof schema !== 'object') return schema
  const one: Json = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, told(value, isClosed)]))
  const properties = object(one['properties'])
  if (isClosed && 'properties' in one && !('additionalProperties' in one)) one['additionalProperties'] = false
  const mends = Object.entries(mended).filter(([field]) => field in properties)
  for (const [field, mend] of mends)
    one['properties'] = field in mend ? { ...properties, ...mend } : { ...mend, ...properties }
  const branches = list(one['oneOf'] ?? one['anyOf'])
  const kinds = branches.flatMap(kindsOf)
  if (branches.length < 2 || kinds.includes(null) || new Set(kinds).size < kinds.length) return one
  const { oneOf: _one, anyOf: _any, ...rest } = one
  const each = branches.map((branch) => ({
    anyOf: [{ not: { properties: { type: { enum: kindsOf(branch) } } } }, branch],
  }))
  return { ...rest, type: 'object', required: ['type'], properties: { type: { enum: kinds } }, allOf: each }
}

/** The values of `type` that mean this branch of a union; null where something else tells it. */
function kindsOf(branch: unknown): unknown[] {
  const name = said(object(branch)['$ref']).split('/').at(-1) ?? ''
  const schema = object(schemas[name])
  const kinds = object(object(schema['properties'])['type'])['enum']
  return list(schema['required']).includes('type') && Array.isArray(kinds) ? kinds : [null]
}

function absolute(schema: unknown, to: 'discord' | 'answers'): Json {
  return object(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', `"${to}#/components`)))
}

/** The deepest complaints alone: those above them only say that something below is wrong. */
function spoken(errors: readonly ErrorObject[]): string[] {
  const deepest = Math.max(...errors.map((one) => one.instancePath.split('/').length))
  const deep = errors
    .filter((one) => one.instancePath.split('/').length === deepest && !['oneOf', 'anyOf', 'not'].includes(one.keyword))
    .map((one) => `${one.instancePath || 'body'} ${one.message ?? ''} ${JSON.stringify(one.params)}`)
  return deep.length > 0 ? [...new Set(deep)] : errors.map((one) => `${one.instancePath} ${one.message ?? ''}`)
}
