import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'vitest'

/** Compares with what people have looked at and found good; GOLDEN=write takes the present as that. */
export function expectGolden(name: string, text: string): void {
  const file = new URL(`./golden/${name}`, import.meta.url)
  const written = text.endsWith('\n') ? text : `${text}\n`
  if (process.env['GOLDEN'] === 'write') {
    if (process.env['CI']) throw new Error('golden files are not written where nobody looks at them')
    writeFileSync(file, written)
  }
  if (!existsSync(file)) throw new Error(`no golden file ${name}: write it with GOLDEN=write and look at it`)
  expect(written).toBe(readFileSync(file, 'utf8'))
}
