import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Grammar } from '../../../bot/grammar/read.ts'
import { distance } from '../../../bot/grammar/words.ts'
import { Fault } from '../../../core/error.ts'
import { argument } from '../../../core/operation/argument.ts'
import { operation } from '../../../core/operation/operation.ts'
import { Operations } from '../../../core/operation/registry.ts'
import { onPlatform } from '../../../core/operation/target.ts'

const answer = () => Promise.resolve({ card: { title: 'done' }, data: null })
const common = {
  summary: 'A thing',
  examples: ['a thing'] as [string],
  aim: onPlatform,
  least: 'anyone' as const,
  answer,
}
const reference = argument(z.string(), { label: 'Instance', completes: 'instance', positional: true })

const grammar = new Grammar(
  new Operations([
    operation({ ...common, id: 'instance.show', arguments: { instance: reference } }),
    operation({
      ...common,
      id: 'instance.deploy',
      arguments: {
        instance: reference,
        pull: argument(z.boolean().default(true), { label: 'Pull' }),
        reason: argument(z.string().optional(), { label: 'Reason' }),
        docker_socket: argument(z.string().optional(), { label: 'Socket' }),
        only: argument(z.array(z.string()).optional(), { label: 'Only' }),
      },
    }),
    operation({
      ...common,
      id: 'server.add',
      arguments: { name: argument(z.string(), { label: 'Name', positional: true }) },
    }),
    operation({
      ...common,
      id: 'variable.set',
      arguments: {
        instance: argument(z.string(), { label: 'Instance', positional: true }),
        name: argument(z.string(), { label: 'Name', positional: true }),
        value: argument(z.string().optional(), { label: 'Value', positional: true, rest: true }),
      },
    }),
    operation({
      ...common,
      id: 'help',
      arguments: { topic: argument(z.string().optional(), { label: 'Topic', positional: true, rest: true }) },
    }),
  ]),
)

function understood(text: string) {
  const read = grammar.read(text)
  if ('suggestions' in read) throw new Error(`not understood: ${text}`)
  return read.understood
}

function refused(text: string): string {
  try {
    grammar.read(text)
  } catch (error) {
    if (error instanceof Fault) return error.message
    throw error
  }
  throw new Error(`was taken: ${text}`)
}

describe('a typed line', () => {
  test('with a misspelt verb is not repeated where it may hold a secret', async () => {
    const whole = new Grammar((await import('../../../core/operations.ts')).allOperations())
    const read = whole.read('variable sett acme/staging SMTP_PASSWORD hunter2')
    expect(JSON.stringify(read)).not.toContain('hunter2')
    expect(read).toMatchObject({
      text: 'variable sett …',
      suggestions: [
        {
          text: 'variable set',
          typed: { operation: 'variable.set', arguments: { instance: 'acme/staging', name: 'SMTP_PASSWORD' } },
        },
      ],
    })
    expect(JSON.stringify(whole.read('registry ad typed --password hunter2'))).not.toContain('hunter2')
  })

  test('may begin with the command as help and docs write it', () => {
    expect(understood('/odoo deploy acme/staging')).toEqual(understood('deploy acme/staging'))
    expect(understood('/ops server add box1')).toEqual(understood('server add box1'))
    expect(understood('/odoo')).toEqual(understood(''))
    expect(understood('/odoo acme/staging')).toEqual(understood('acme/staging'))
  })

  test('is an operation with its arguments; a verb of instance may drop the noun', () => {
    const asked = { operation: 'instance.deploy', arguments: { instance: 'acme/staging' } }
    expect(understood('deploy acme/staging')).toEqual(asked)
    expect(understood('Instance Deploy acme/staging')).toEqual(asked)
  })

  test('has flags in each of their forms', () => {
    expect(understood('deploy acme/staging --reason "it is time" --docker-socket=/run/x --no-pull').arguments).toEqual({
      instance: 'acme/staging',
      reason: 'it is time',
      docker_socket: '/run/x',
      pull: false,
    })
    expect(understood('deploy --pull acme/staging --only a,b --only c').arguments).toEqual({
      pull: true,
      instance: 'acme/staging',
      only: ['a', 'b', 'c'],
    })
    expect(understood('deploy acme/staging --pull=no').arguments['pull']).toBe(false)
  })

  test('a last word takes the rest: a short reference, or free text', () => {
    expect(understood('show acme stg').arguments).toEqual({ instance: 'acme stg' })
    expect(understood('variable set acme/staging GREETING hello there').arguments).toEqual({
      instance: 'acme/staging',
      name: 'GREETING',
      value: 'hello there',
    })
    expect(understood('variable set acme/staging FLAG -- --verbose').arguments['value']).toBe('--verbose')
  })

  test('nothing is help, and a reference alone is shown', () => {
    expect(understood('')).toEqual({ operation: 'help', arguments: {} })
    expect(understood('acme/staging')).toEqual({ operation: 'instance.show', arguments: { instance: 'acme/staging' } })
  })

  test('says what it does not take', () => {
    expect(refused('deploy acme/staging --frob 1')).toContain('--frob')
    expect(refused('deploy acme/staging --reason')).toContain('has no value')
    expect(refused('server add box1 box2')).toContain('box2')
    expect(refused('deploy acme/staging --pull=perhaps')).toContain('yes or no')
    expect(refused('deploy "acme')).toContain('not closed')
  })

  test('a misspelt verb is suggested ready to run; a stranger word is not', () => {
    expect(grammar.read('deplyo acme/staging')).toEqual({
      text: 'deplyo acme/staging',
      suggestions: [
        {
          text: 'deploy acme/staging',
          operation: 'instance.deploy',
          typed: { operation: 'instance.deploy', arguments: { instance: 'acme/staging' } },
        },
      ],
    })
    expect(grammar.read('flamingo')).toEqual({ text: 'flamingo', suggestions: [] })
  })
})

test('letters added, left out, changed and swapped are one step each', () => {
  expect(['deploy', 'deply', 'deploys', 'doploy', 'dpeloy'].map((word) => distance(word, 'deploy'))).toEqual([
    0, 1, 1, 1, 1,
  ])
})
