import { expect, test } from 'vitest'
import { pointersIn } from '../../../adapters/git/pointers.ts'

test('files that lie in Git LFS are known by the attributes that say so', () => {
  const text = `# *.zip filter=lfs
*.png filter=lfs diff=lfs merge=lfs -text
*.py text eol=lf
  "with blank.psd"  filter=lfs
*.bin -filter=lfs
*.iso filter=lfsx
`
  expect(pointersIn(text)).toEqual(['*.png', 'with blank.psd'])
  expect(pointersIn('')).toEqual([])
})
