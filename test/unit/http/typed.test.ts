import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Grammar } from '../../../bot/grammar/read.ts'
import { understood } from '../../../bot/http/typed.ts'
import { Fault, type Told } from '../../../core/error.ts'
import { argument } from '../../../core/operation/argument.ts'
import { operation } from '../../../core/operation/operation.ts'
import { Operations } from '../../../core/operation/registry.ts'
import { onPlatform } from '../../../core/operation/target.ts'

const answer = () => Promise.resolve({ card: { title: 'x' }, data: null })
const operations = new Operations([
  operation({
    id: 'safe.fill',
    summary: 'Take a secret',
    examples: ['safe fill box'],
    arguments: {
      name: argument(z.string(), { label: 'Name', positional: true }),
      word: argument(z.string(), { label: 'Word', secret: true }),
    },
    aim: onPlatform,
    least: 'viewer',
    answer,
  }),
  operation({
    id: 'safe.show',
    summary: 'Show it',
    examples: ['safe show'],
    arguments: {},
    aim: onPlatform,
    least: 'viewer',
    answer,
  }),
])
const grammar = new Grammar(operations)
const read = (text: string, secret: string | null = null) => understood(operations, grammar, text, secret)

function refused(text: string, secret: string | null = null): Told & { secret: string | undefined } {
  try {
    read(text, secret)
  } catch (error) {
    if (error instanceof Fault) return { ...error.told(), secret: error.facts['secret'] }
    throw error
  }
  throw new Error('it was not refused')
}

describe('a secret', () => {
  test('goes beside the text, and the text is no chat any more', () => {
    expect(read('safe fill box', 'hunter2')).toEqual({
      operation: 'safe.fill',
      arguments: { name: 'box', word: 'hunter2' },
      asText: false,
    })
  })

  test('that is missing is asked for', () => {
    expect(refused('safe fill box')).toMatchObject({ code: 'missing_arguments', field: 'word', secret: 'word' })
  })

  test('in the text is left to be refused, and never replaced by one beside it', () => {
    expect(read('safe fill box --word hunter2')).toMatchObject({ asText: true })
    expect(refused('safe fill box --word hunter2', 'other').code).toBe('secret_in_text')
  })

  test('that nobody wants is not swallowed', () => {
    expect(refused('safe show', 'hunter2')).toMatchObject({ code: 'invalid_arguments', field: 'secret' })
  })
})

test('near misses are told', () => {
  try {
    read('safe shov')
    expect.unreachable()
  } catch (error) {
    expect(error instanceof Fault && error.facts['suggestions']).toBe('safe show')
  }
})
