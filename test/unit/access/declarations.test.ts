import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Grammar } from '../../../bot/grammar/read.ts'
import { kinds } from '../../../core/access/level.ts'
import { accessPage, reachOf } from '../../../core/access/page.ts'
import { Fault } from '../../../core/error.ts'
import { hurtsProduction } from '../../../core/gate/gate.ts'
import { factsOf } from '../../../core/operation/argument.ts'
import type { Operation } from '../../../core/operation/operation.ts'
import { validated } from '../../../core/operation/validate.ts'
import { allOperations } from '../../../core/operations.ts'

const operations = allOperations()
const all = [...operations.all()].sort((one, other) => (one.id < other.id ? -1 : 1))
const grammar = new Grammar(operations)

function held(file: string, text: string, write: boolean, how: string): void {
  const at = new URL(file, import.meta.url)
  if (write) writeFileSync(at, text)
  expect(existsSync(at) ? readFileSync(at, 'utf8') : '', `write it anew: ${how}`).toBe(text)
}

/** What is looked at beside the level: tokens, and the gate before production. */
function notes({ people, effects }: Operation): string[] {
  const approved = effects.some((effect) => hurtsProduction.includes(effect))
  return [...(people ? ['people'] : []), ...(approved ? ['approval-in-production'] : [])]
}

test('every operation, level and kind of environment is as the golden table has it', () => {
  const lines = all.map((operation) => {
    const cells = [...kinds, null].map((kind) => `${kind ?? 'elsewhere'} ${reachOf(operation, kind)}`)
    return [operation.id.padEnd(28), operation.kind.padEnd(7), ...cells, ...notes(operation)].join(' ').trim()
  })
  expect(lines.length).toBeGreaterThan(20)
  held(
    'rights.golden',
    `${lines.join('\n')}\n`,
    process.env['GOLDEN'] === 'write',
    'GOLDEN=write npx vitest run test/unit/access',
  )
})

test('the page of access levels says what is declared', () => {
  held(
    '../../../docs/access-levels.md',
    accessPage(all),
    process.env['WRITE_DOCS'] === '1',
    'WRITE_DOCS=1 npx vitest run test/unit/access',
  )
})

test.each(all.map((operation) => [operation.id, operation] as const))('%s is declared in full', (id, operation) => {
  expect(id).toMatch(/^[a-z]+(\.[a-z]+(-[a-z]+)?)?$/)
  expect(operation.summary.length).toBeGreaterThan(0)
  expect(operation.summary.length).toBeLessThanOrEqual(100)
  expect(operation.summary).not.toMatch(/\.$/)
  if (operation.kind === 'read') expect(operation.effects).toEqual([])
  else expect(operation.effects.length).toBeGreaterThan(0)
  const labels = Object.entries(operation.arguments).map(([name, type]) => {
    expect(name).toMatch(/^[a-z][a-z0-9_]*$/)
    // As a flag, `--no-x` would be read as the contrary of `--x`.
    expect(name).not.toMatch(/^no_/)
    return factsOf(type).label
  })
  expect(new Set(labels).size).toBe(labels.length)
  expect(labels.every((label) => label.length > 0 && label.length <= 24)).toBe(true)
})

test.each(all.flatMap(({ id, examples }) => examples.map((example) => [example, id] as const)))(
  'the example “%s” is %s',
  (example, id) => {
    const read = grammar.read(example)
    if (!('understood' in read)) throw new Error('the grammar does not understand it')
    expect(read.understood.operation).toBe(id)
    const operation = operations.find(id)
    if (!operation) throw new Error(`${id} is gone`)
    const secrets = Object.entries(operation.arguments).filter(([, type]) => factsOf(type).secret)
    try {
      validated(id, operation.schema, read.understood.arguments, true)
    } catch (error) {
      // What an example leaves out is asked for in a form: a secret always, and the steps of a wizard.
      if (!(error instanceof Fault) || error.code !== 'missing_arguments') throw error
      expect(secrets.length > 0 || Object.keys(read.understood.arguments).length === 0).toBe(true)
    }
  },
)

test('texts that name an operation name one', () => {
  const texts = all.flatMap(({ id, aliases }) => [id.replaceAll('.', ' '), ...aliases])
  expect(new Set(texts).size).toBe(texts.length)
})
