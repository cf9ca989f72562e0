import type { Commit } from '../../core/ports/git.ts'

/** For `git log`: the parts of a commit, told apart by what none of them can hold. */
export const commitFormat = '--format=%H%x00%s%x00%an%x00%ae%x00%ct'

export function commitsIn(output: string): Commit[] {
  return output.split('\n').flatMap((line) => {
    const [hash = '', message = '', author = '', authorEmail = '', at = '0'] = line.split('\0')
    return hash === '' ? [] : [{ hash, message, author, authorEmail, at: Number(at) * 1000 }]
  })
}
