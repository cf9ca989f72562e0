import { z } from 'zod'
import { type Least, levelTitles } from '../../../core/access/level.ts'
import { Fault } from '../../../core/error.ts'
import { argumentsOf, type Operation } from '../../../core/operation/operation.ts'
import type { Grammar } from '../../grammar/read.ts'
import { faultResponses } from './responses.ts'

export function operationPath(operation: Operation, grammar: Grammar): Record<string, unknown> {
  const open = operation.least === 'anyone'
  return {
    post: {
      operationId: operation.id,
      tags: [tagOf(operation.id)],
      summary: operation.summary,
      description: [rightText(operation.least), ...manner(operation), asTyped(operation)].join('\n\n'),
      ...(open ? { security: [{}, { bearer: [] }] } : {}),
      parameters: [{ $ref: '#/components/parameters/IdempotencyKey' }],
      requestBody: {
        required: argumentsOf(operation).some((one) => one.required),
        content: { 'application/json': { schema: schemaOf(operation), examples: examplesOf(operation, grammar) } },
      },
      responses: { ...success(operation), ...faultResponses },
    },
  }
}

export function rightText(least: Least): string {
  if (least === 'anyone') return 'Needs no right: anyone may.'
  if (least === 'member') return 'Needs to be a member.'
  if (least === 'environment') return `Needs ${levelTitles.developer}; in production ${levelTitles.developer_plus}.`
  return `Needs ${levelTitles[least]}.`
}

function manner(operation: Operation): string[] {
  const said: string[] = []
  if (operation.kind === 'work') said.push('Becomes a job: the answer is its number.')
  if (operation.people) said.push('For people alone: a token is refused.')
  if (operation.confirm === 'button') said.push('Needs `confirm` to be `yes`.')
  if (operation.confirm === 'type') said.push('Needs `confirm` to be the word that the first try, without it, is told.')
  return said
}

function asTyped(operation: Operation): string {
  return `As people type it:\n${operation.examples.map((example) => `- \`${example}\``).join('\n')}`
}

function schemaOf(operation: Operation): Record<string, unknown> {
  const properties = argumentsOf(operation).map(({ name, type, facts }) => {
    const { $schema: _, ...schema } = z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' })
    return [name, { title: facts.label, ...schema, ...(facts.secret ? { writeOnly: true } : {}) }] as const
  })
  const required = argumentsOf(operation).flatMap((one) => (one.required ? [one.name] : []))
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  }
}

/** The examples that people see, as a program sends them. */
function examplesOf(operation: Operation, grammar: Grammar): Record<string, unknown> {
  const read = operation.examples.flatMap((summary) => {
    const value = asSent(operation, grammar, summary)
    return value ? [{ summary, value }] : []
  })
  return Object.fromEntries(read.map((example, at) => [`example${at + 1}`, example]))
}

function asSent(operation: Operation, grammar: Grammar, text: string): Record<string, unknown> | null {
  try {
    const found = grammar.read(text)
    return 'understood' in found && found.understood.operation === operation.id ? found.understood.arguments : null
  } catch (error) {
    if (error instanceof Fault) return null
    throw error
  }
}

function success(operation: Operation): Record<string, unknown> {
  return operation.kind === 'work'
    ? { '202': { $ref: '#/components/responses/Job' } }
    : { '200': { $ref: '#/components/responses/Answer' } }
}

export function tagOf(id: string): string {
  return id.split('.')[0] ?? id
}
