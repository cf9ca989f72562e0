import type { Operations } from '../../../core/operation/registry.ts'
import type { Grammar } from '../../grammar/read.ts'
import { deploymentPaths } from './deployment.paths.ts'
import { deploymentSchemas } from './deployment.schemas.ts'
import { eventSchemas } from './event.schemas.ts'
import { operationPath, tagOf } from './operation.ts'
import { otherPaths } from './paths.ts'
import { responses } from './responses.ts'
import { schemas } from './schemas.ts'

/** OpenAPI 3.1, made from the declarations: an operation that exists is in it. */
export function openapi(operations: Operations, grammar: Grammar): Record<string, unknown> {
  const declared = operations
    .all()
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .map((operation) => [`/api/v1/operations/${operation.id}`, operationPath(operation, grammar)] as const)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Pilothouse',
      version: '1',
      summary: 'Everything that people ask for in chat, for programs',
      description:
        '`data` of an answer is a contract and `card` is not: a card is what people see. Every POST takes an `Idempotency-Key`. Requests are limited per token and per address.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    tags: tagsOf(operations),
    paths: { ...otherPaths, ...deploymentPaths, ...Object.fromEntries(declared) },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'A token of `token create`' } },
      parameters: {
        IdempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          description:
            'The same request under the same key is acted on once and answered the same for 24 hours. A refusal is not kept.',
          schema: { type: 'string', minLength: 1, maxLength: 255 },
        },
      },
      schemas: { ...schemas, ...deploymentSchemas, ...eventSchemas },
      responses,
    },
  }
}

function tagsOf(operations: Operations): { name: string }[] {
  const names = new Set(operations.all().map((operation) => tagOf(operation.id)))
  return [{ name: 'text' }, { name: 'events' }, { name: 'process' }, ...[...names].toSorted().map((name) => ({ name }))]
}
