import { expect, test } from 'vitest'
import { spellingOf } from '../../../bot/discord/commands/spelling.ts'
import { Grammar } from '../../../bot/grammar/read.ts'
import { allOperations } from '../../../core/operations.ts'

const operations = allOperations()
const spell = spellingOf(operations, new Grammar(operations))

test.each([
  ['deploy acme/staging', '/deploy instance:acme/staging'],
  ['instance deploy acme/staging', '/deploy instance:acme/staging'],
  ['me link K7MX-2QPD', '/me link code:K7MX-2QPD'],
  ['help server', '/help topic:server'],
  ['channel bind acme --here', '/channel bind place:acme here:True'],
  ['channel bind acme --events job.started,job.finished', '/channel bind place:acme events:job.started,job.finished'],
  ['project delete acme --confirm acme', '/project delete project:acme confirm:acme'],
])('%s is typed as %s', (line, typed) => expect(spell(line)).toBe(typed))

test.each([
  'server add <name> --host <host>',
  'nothing of the kind',
  'git connect https://git.test --token hush',
  'deploy "a',
])('%s is said by mention', (line) => expect(spell(line)).toBe(`@Pilothouse ${line}`))
