import { expect, test } from 'vitest'
import { z } from 'zod'
import { lineOf, typedLine } from '../../../bot/console/line.ts'
import { Grammar } from '../../../bot/grammar/read.ts'
import { argument } from '../../../core/operation/argument.ts'
import { operation } from '../../../core/operation/operation.ts'
import { Operations } from '../../../core/operation/registry.ts'
import { onPlatform } from '../../../core/operation/target.ts'

const answer = () => Promise.resolve({ card: { title: '' }, data: null })

const operations = new Operations([
  operation({
    id: 'variable.set',
    summary: '',
    examples: ['variable set A'],
    arguments: {
      key: argument(z.string(), { label: 'Key', positional: true }),
      value: argument(z.string().optional(), { label: 'Value', secret: true }),
      port: argument(z.coerce.number().default(22), { label: 'Port' }),
      docker_socket: argument(z.string().optional(), { label: 'Socket' }),
    },
    aim: onPlatform,
    least: 'member',
    answer,
  }),
  operation({ id: 'help', summary: '', examples: ['help'], arguments: {}, aim: onPlatform, least: 'anyone', answer }),
])
const grammar = new Grammar(operations)
const secret = 'hunter2secret'

test('a line without a secret is kept as it was typed', () => {
  expect(lineOf(operations, grammar, '  variable set  KEY ')).toEqual({ text: '  variable set  KEY ', hides: false })
})

test.each([
  `variable set KEY --value ${secret}`,
  `variable set KEY --value="${secret} more"`,
  `variable set KEY --valeu ${secret}`,
  `variable set KEY "${secret}`,
  `variable ste KEY --value ${secret}`,
  `variable ${secret}`,
])('a secret that was typed all the same is not kept: %s', (text) => {
  const line = lineOf(operations, grammar, text)
  expect(line.text).not.toContain(secret)
  expect(line.hides).toBe(true)
})

test('a form is told as one would type it, without what goes without saying', () => {
  const given = { key: 'MY KEY', value: secret, port: '22', docker_socket: '/run/x', confirm: 'yes' }
  expect(typedLine(operations, { operation: 'variable.set', arguments: given })).toBe(
    "variable set 'MY KEY' --value '•••' --docker-socket /run/x",
  )
  expect(typedLine(operations, { operation: 'help', arguments: {} })).toBe('help')
})
