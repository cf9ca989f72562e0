import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exampleFile, settingsPage } from '../../../core/settings/page.ts'
import { known } from '../../../core/settings/settle.ts'

const root = new URL('../../../', import.meta.url)
const write = process.env['WRITE_DOCS'] === '1'

test.each([
  ['docs/settings.md', settingsPage],
  ['.env.example', exampleFile],
])('%s says what the schema says', (file, make) => {
  if (write) writeFileSync(new URL(file, root), make())
  expect(readFileSync(new URL(file, root), 'utf8'), 'write it anew: WRITE_DOCS=1 npm run check:docs').toBe(make())
})

test('both name every variable once', () => {
  for (const { name } of known()) {
    expect(settingsPage().split(`| \`${name}\` |`)).toHaveLength(2)
    expect(exampleFile().split(`\n#${name}=`)).toHaveLength(2)
  }
})
