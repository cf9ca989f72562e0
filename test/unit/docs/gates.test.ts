import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type ErrorCode, errors } from '../../../core/error.ts'
import { reasonCodes, reasons } from '../../../core/gate/gate.ts'
import { gatesPage } from '../../../core/gate/page.ts'

const file = new URL('../../../docs/gates.md', import.meta.url)

test('the page of gates says what the list and the table say', () => {
  if (process.env['WRITE_DOCS'] === '1') writeFileSync(file, gatesPage())
  expect(readFileSync(file, 'utf8'), 'write it anew: WRITE_DOCS=1 npm run check:docs').toBe(gatesPage())
})

test('every reason has its sentences, and none is shared', () => {
  const codes: ErrorCode[] = reasons.flatMap((reason) => [...reasonCodes[reason]])
  expect(new Set(codes).size).toBe(codes.length)
  for (const code of codes) {
    expect(errors[code].message.length).toBeGreaterThan(10)
    expect(errors[code].remedy.length).toBeGreaterThan(10)
    expect(gatesPage()).toContain(`\`${code}\``)
  }
})
