import { describe, expect, test } from 'vitest'
import type { KnownFailure } from '../../../core/diagnosis/failing.ts'
import { knownFailures } from '../../../core/diagnosis/known-failures.ts'
import { errors } from '../../../core/error.ts'
import { engineErrors } from '../../../core/errors/engines.ts'
import { jobErrors } from '../../../core/errors/jobs.ts'
import { releaseErrors } from '../../../core/errors/releases.ts'
import { serverErrors } from '../../../core/errors/servers.ts'
import type { ErrorTable } from '../../../core/errors/table.ts'
import { allOperations } from '../../../core/operations.ts'

const operations = allOperations()
/** Also `deploy`, as one types `instance deploy`. */
const areas = new Set(
  operations.all().flatMap(({ id }) => {
    const [area = '', verb = ''] = id.split('.')
    return area === 'instance' ? [area, verb] : [area]
  }),
)
const table: ErrorTable = errors

/** They say all that there is to say themselves, or there is nothing to say. */
const undiagnosed: Readonly<Record<string, string>> = {
  practice_server: 'nothing failed: it was asked of the wrong server',
  practice_alone: 'nothing failed: it was asked of the wrong server',
  practice_fault: 'somebody set it on purpose, and its remedy takes it away',
  not_built: 'nothing failed: it is not there yet',
  output_too_large: 'its words say what it was: somebody asked for it',
  container_failed: 'its words say what it was, and where nobody knows them nobody knows the cause',
  not_back: 'it stands behind a failure that has its own diagnosis',
  cancelled: 'somebody wanted it',
  unexpected: 'that nobody foresaw it is what it says',
}

test('every code that a job can fail of is known to a diagnosis, or says all itself', () => {
  const known = new Set<string>(knownFailures.flatMap(({ codes = [] }) => codes))
  const chapters: readonly ErrorTable[] = [serverErrors, engineErrors, releaseErrors, jobErrors]
  const codes = chapters.flatMap((chapter) => Object.keys(chapter))
  expect(codes.filter((code) => !known.has(code)).toSorted()).toEqual(Object.keys(undiagnosed).toSorted())
})

/** `git` is an area of ours, and a program. */
const programs = [/^git (?:clone|lfs|fetch)\b/]

/** The operation that a text in backticks begins with; undefined where it is none of ours, null where there is none. */
function operationIn(command: string): string | null | undefined {
  const [area = '', verb = ''] = command.split(' ')
  if (!areas.has(area) || programs.some((program) => program.test(command))) return undefined
  return [`${area}.${verb}`, `instance.${area}`, area].find((id) => operations.find(id)) ?? null
}

const commandsIn = (text: string) => [...text.matchAll(/`([^`]+)`/g)].flatMap(([, command = '']) => command)

describe('what a remedy tells people to type', () => {
  const texts = [
    ...Object.entries(table).map(([code, { remedy }]) => [code, remedy] as const),
    ...knownFailures.flatMap(({ id, todo }) => todo.map((step) => [id, step] as const)),
  ]

  test('is there', () => {
    const wrong = texts.flatMap(([of, text]) =>
      commandsIn(text)
        .filter((command) => operationIn(command) === null)
        .map((command) => `${of}: ${command}`),
    )
    expect(wrong).toEqual([])
    expect(texts.flatMap(([, text]) => commandsIn(text).filter((one) => operationIn(one))).length).toBeGreaterThan(30)
  })

  test('has its button with the failure that it belongs to', () => {
    const remediesOf = ({ codes = [] }: KnownFailure) => codes.map((code) => table[code]?.remedy ?? '')
    const wrong = knownFailures.flatMap((known) => {
      const buttons = known.remedies.map(({ operation }) => operation)
      return [...known.todo, ...remediesOf(known)]
        .flatMap(commandsIn)
        .flatMap((command) => operationIn(command) ?? [])
        .filter((operation) => !buttons.includes(operation))
        .map((operation) => `${known.id}: ${operation}`)
    })
    expect([...new Set(wrong)]).toEqual([])
  })
})
