import { errors } from '../../../core/error.ts'

const card = { type: 'object', description: 'What people see. Not a contract.' }
const data = { description: 'What the operation found or did: a contract.' }

export const schemas = {
  Answer: {
    type: 'object',
    required: ['kind', 'card', 'data'],
    properties: { kind: { const: 'answer' }, card, data },
  },
  Job: {
    type: 'object',
    required: ['kind', 'job'],
    properties: {
      kind: { const: 'job' },
      job: {
        type: 'object',
        required: ['id', 'number'],
        properties: {
          id: { type: 'string', format: 'uuid' },
          number: { type: 'integer', minimum: 1, description: 'What people call it: `#812`' },
        },
      },
      card,
      data,
    },
  },
  Fault: {
    type: 'object',
    required: ['error'],
    properties: {
      error: {
        type: 'object',
        required: ['code', 'message', 'remedy'],
        properties: {
          code: { type: 'string', enum: Object.keys(errors) },
          message: { type: 'string', description: 'What happened' },
          remedy: { type: 'string', description: 'What to do next' },
          field: { type: 'string', description: 'The argument that it is about' },
          level: { type: 'string', description: 'The level that may' },
          suggestions: { type: 'array', items: { type: 'string' }, description: 'What was perhaps meant' },
          actions: {
            type: 'array',
            description: 'Operations that may mend it',
            items: {
              type: 'object',
              required: ['label', 'operation', 'arguments'],
              properties: { label: { type: 'string' }, operation: { type: 'string' }, arguments: { type: 'object' } },
            },
          },
          secret: { const: true, description: 'A secret is missing, which goes beside the text' },
        },
      },
    },
  },
  Line: {
    type: 'object',
    required: ['text'],
    properties: {
      text: { type: 'string', minLength: 1, maxLength: 10_000, description: 'What a person would type' },
      secret: {
        type: 'string',
        minLength: 1,
        maxLength: 200_000,
        writeOnly: true,
        description: 'The secret argument of that operation, which must not stand in the text',
      },
    },
    additionalProperties: false,
  },
}
