/** The patterns of a `.gitattributes` whose files lie in Git LFS: here are only pointers to them. */
export function pointersIn(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, pattern = '', attributes = ''] = /^\s*("(?:[^"\\]|\\.)*"|[^\s#"]\S*)\s+(.*)$/.exec(line) ?? []
    return /(?:^|\s)filter=lfs(?:\s|$)/.test(attributes) ? [pattern.replaceAll('"', '')] : []
  })
}
