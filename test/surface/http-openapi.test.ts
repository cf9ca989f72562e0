import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Api, type Json } from './api.ts'
import { Bot } from './bot.ts'

let bot: Bot
let described: Json

beforeAll(async () => {
  bot = await Bot.start({ RATE_LIMIT: '0' })
  described = (await new Api(bot.url).get('/api/v1/openapi.json')).body
})

afterAll(() => bot?.remove())

const operations = () => Object.entries<Json>(described.paths).filter(([path]) => path.includes('/operations/'))

test('is valid OpenAPI 3.1, as a validator of others sees it', async () => {
  const validator = new Validator({ strict: false })
  const found = await validator.validate(structuredClone(described))
  expect(found).toEqual({ valid: true })
  expect(validator.version).toBe('3.1')
})

test('a document that is wrong would be found', async () => {
  const wrong = structuredClone(described)
  wrong.paths['/api/v1/ask'].post.responses = 'none'
  expect((await new Validator().validate(wrong)).valid).toBe(false)
})

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(described).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path ?? '')
  expect(references.length).toBeGreaterThan(20)
  for (const path of references) {
    const found = path.split('/').reduce((inner, name) => inner?.[name], described)
    expect(found, path).toBeDefined()
  }
})

test('every operation has what a program needs to know', () => {
  expect(operations().length).toBeGreaterThan(5)
  for (const [path, { post }] of operations()) {
    expect(path).toBe(`/api/v1/operations/${post.operationId}`)
    expect(post.summary, path).toMatch(/\S/)
    expect(post.description, path).toMatch(/^Needs /)
    const { schema, examples } = post.requestBody.content['application/json']
    expect(schema.additionalProperties, path).toBe(false)
    expect(Object.keys(examples).length, path).toBeGreaterThan(0)
    for (const { value } of Object.values<Json>(examples))
      for (const name of Object.keys(value)) expect(Object.keys(schema.properties), path).toContain(name)
    for (const status of ['400', '401', '403', '404', '409', '413', '415', '422', '429', '503'])
      expect(post.responses, path).toHaveProperty(status)
    expect('200' in post.responses !== '202' in post.responses, path).toBe(true)
  }
})

test('says which operation is a job, which needs no token, and what a wrong answer looks like', () => {
  const { paths, components } = described
  expect(paths['/api/v1/operations/server.check'].post.responses).toHaveProperty('202')
  expect(paths['/api/v1/operations/claim'].post.security).toContainEqual({})
  expect(paths['/api/v1/operations/server.check'].post.security).toBeUndefined()
  expect(components.schemas.Fault.properties.error.properties.code.enum).toContain('not_found')
})

test('what answers is described: no path that it names is unknown', async () => {
  const api = new Api(bot.url)
  for (const [path, methods] of Object.entries<Json>(described.paths))
    for (const method of Object.keys(methods))
      expect((await api.send(method.toUpperCase(), path)).body?.error?.code, path).not.toBe('not_found')
})
