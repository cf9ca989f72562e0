import { expect, test } from 'vitest'
import { BuildLines } from '../../../adapters/docker/build-lines.ts'

function linesOf(...pieces: string[]): string[] {
  const told: string[] = []
  const lines = new BuildLines((line) => told.push(line))
  for (const piece of pieces) lines.add(piece)
  lines.end()
  return told
}

const red = (text: string) => `\u001b[91m${text}\u001b[0m`

test('what a program wrote in pieces is one line, without its colours', () => {
  const pieces = [
    'Reading state information...\n',
    red('E'),
    red(':'),
    red(' '),
    red('Unable to locate package x'),
    red('\n'),
  ]
  expect(linesOf(...pieces, 'Removing intermediate container d69\n')).toEqual([
    'Reading state information...',
    'E: Unable to locate package x',
    'Removing intermediate container d69',
  ])
})

test('of what writes over itself the last is told, and nothing is kept back at the end', () => {
  expect(linesOf('10 %\r50 %\r100 %\r\n\n', 'no end')).toEqual(['100 %', 'no end'])
})
