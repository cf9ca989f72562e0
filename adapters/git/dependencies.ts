import type { Dependencies } from '../../core/ports/repositories.ts'

export const dependencyFiles = ['apt.txt', 'requirements.txt']

/** `apt.txt` and `requirements.txt` as people write them, each begun by a line with its name. */
export function dependenciesIn(output: string): Dependencies {
  const files = new Map(
    output.split('\u0001').map((part): [string, string] => {
      const end = part.indexOf('\n')
      return [part.slice(0, end), part.slice(end + 1)]
    }),
  )
  const apt = linesIn(files.get('apt.txt')).flatMap((line) => line.split(/\s+/))
  return {
    apt: distinct(apt.filter((name) => /^[a-z0-9][a-z0-9+.-]*(?::[a-z0-9]+)?(?:=[\w.+:~-]+)?$/.test(name))),
    // What begins with a dash is an option: where packages come from is not for a repository to say.
    pip: distinct(linesIn(files.get('requirements.txt')).filter((line) => !line.startsWith('-'))),
  }
}

function linesIn(text = ''): string[] {
  return text
    .replaceAll(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .filter((line) => line !== '' && !hasControl(line))
}

function distinct(words: string[]): string[] {
  return [...new Set(words)]
}

function hasControl(text: string): boolean {
  return [...text].some((sign) => sign < ' ' || sign === '\u007f')
}
