import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { transformSync } from '@swc/core'

const options = {
  jsc: {
    parser: { syntax: 'typescript' },
    target: 'es2022',
    // As tsc does it here: only what says `import type` is gone at run time.
    transform: { verbatimModuleSyntax: true },
  },
  isModule: true,
}

/** The same files under the same names, holding only what is there at run time. */
export function copyWithoutTypes(root, folders) {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), 'layers-')))
  symlinkSync(realpathSync(join(root, 'node_modules')), join(copy, 'node_modules'))
  for (const folder of folders) {
    for (const file of scriptsIn(join(root, folder))) {
      const to = join(copy, relative(root, file))
      mkdirSync(dirname(to), { recursive: true })
      writeFileSync(to, transformSync(readFileSync(file, 'utf8'), { ...options, filename: file }).code)
    }
  }
  return copy
}

function scriptsIn(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.d)\.ts$|\.mjs$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}
