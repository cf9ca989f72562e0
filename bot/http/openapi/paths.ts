import { eventNames } from './event.schemas.ts'
import { faultResponses } from './responses.ts'

const idempotent = [{ $ref: '#/components/parameters/IdempotencyKey' }]
const answer = { $ref: '#/components/responses/Answer' }
const job = { $ref: '#/components/responses/Job' }
const text = (description: string) => ({ description, content: { 'text/plain': { schema: { type: 'string' } } } })
const open = (description: string) => ({
  description,
  content: { 'application/json': { schema: { type: 'object' } } },
})

/** The paths that no operation declares. */
export const otherPaths = {
  '/api/v1/ask': {
    post: {
      operationId: 'ask',
      tags: ['text'],
      summary: 'What a person would type',
      description: 'Answers as the operation does that the text names.',
      parameters: idempotent,
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/Line' },
            example: { text: 'server check box1' },
          },
        },
      },
      responses: { '200': answer, '202': job, ...faultResponses },
    },
  },
  '/api/v1/auth/refresh': {
    post: {
      operationId: 'auth.refresh',
      tags: ['text'],
      summary: 'A new token for a refresh text',
      description: 'Needs no valid token: the refresh text says who it is, and is good once.',
      security: [{}],
      parameters: idempotent,
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['refresh_token'],
              properties: { refresh_token: { type: 'string', minLength: 1, maxLength: 500, writeOnly: true } },
              additionalProperties: false,
            },
          },
        },
      },
      responses: { '200': answer, ...faultResponses },
    },
  },
  '/api/v1/events/stream': {
    get: {
      operationId: 'events.stream',
      tags: ['events'],
      summary: 'What happens, as it happens',
      description:
        'Server-sent events: `connected` first, then what this token may see, each with an `id:`; whoever sends the last one back as `Last-Event-ID` goes on without a gap. A comment every 30 seconds keeps the line open. A reader that is too slow is dropped. The schema is that of what stands behind `data:`.',
      parameters: [
        {
          name: 'token',
          in: 'query',
          required: false,
          description: 'For whoever cannot send headers, as the EventSource of a browser',
          schema: { type: 'string' },
        },
        {
          name: 'Last-Event-ID',
          in: 'header',
          required: false,
          description: 'Where to go on',
          schema: { type: 'string' },
        },
      ],
      responses: {
        '200': {
          description: 'The stream',
          content: {
            'text/event-stream': {
              schema: { oneOf: eventNames.map((name) => ({ $ref: `#/components/schemas/${name}` })) },
            },
          },
        },
        ...faultResponses,
      },
    },
  },
  '/api/v1/openapi.json': {
    get: {
      operationId: 'openapi',
      tags: ['process'],
      summary: 'This description',
      security: [{}],
      responses: { '200': open('OpenAPI 3.1'), '429': { $ref: '#/components/responses/TooFast' } },
    },
  },
  '/healthz': {
    get: {
      operationId: 'healthz',
      tags: ['process'],
      summary: 'Whether the process lives',
      security: [{}],
      responses: { '200': open('It lives') },
    },
  },
  '/readyz': {
    get: {
      operationId: 'readyz',
      tags: ['process'],
      summary: 'Whether it should be sent work',
      security: [{}],
      responses: { '200': open('Ready'), '503': open('Starting, stopping, or something is wrong: `wrong` names it') },
    },
  },
  '/metrics': {
    get: {
      operationId: 'metrics',
      tags: ['process'],
      summary: 'Figures, in the format of Prometheus',
      security: [{}],
      responses: { '200': text('One figure a line') },
    },
  },
}
