import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { diagnosisPage } from '../../../core/diagnosis/page.ts'

test('docs/diagnosis.md says what the table says', () => {
  const file = new URL('../../../docs/diagnosis.md', import.meta.url)
  if (process.env['WRITE_DOCS'] === '1') writeFileSync(file, diagnosisPage())
  expect(readFileSync(file, 'utf8'), 'write it anew: WRITE_DOCS=1 npm run check:docs').toBe(diagnosisPage())
})
