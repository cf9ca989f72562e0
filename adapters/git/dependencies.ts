import { posix } from 'node:path'
import type { Dependencies } from '../../core/ports/repositories.ts'

export const dependencyFiles = ['apt.txt', 'requirements.txt']

/** Files as people write them, each begun by a line with its name. */
export function filesIn(output: string): Map<string, string> {
  return new Map(
    output.split('\u0001').map((part): [string, string] => {
      const end = part.indexOf('\n')
      return [part.slice(0, end), part.slice(end + 1)]
    }),
  )
}

/** Files of the same repository that its requirements name with `-r`, and that nobody has read yet. */
export function namedIn(files: ReadonlyMap<string, string>): string[] {
  return [
    ...new Set([...requirements(files)].flatMap(({ other }) => (other === null || files.has(other) ? [] : [other]))),
  ]
}

/** `apt.txt` and `requirements.txt`, with what that names; those of repositories within it too. */
export function dependenciesIn(files: ReadonlyMap<string, string>): Dependencies {
  const wanted = [...files]
    .filter(([file]) => isApt(file))
    .flatMap(([file, text]) => linesIn(text).flatMap((line) => line.split(/\s+/).map((name) => ({ file, name }))))
  const apt = wanted.map(({ name }) => name)
  const isName = (name: string) => /^[a-z0-9][a-z0-9+.-]*(?::[a-z0-9]+)?(?:=[\w.+:~-]+)?$/.test(name)
  const pip = [...requirements(files)]
  const left = [
    ...wanted.flatMap(({ file, name }) => (isName(name) ? [] : [`${file}: ${name} is not the name of a package`])),
    ...pip.flatMap((one) => why(one, files)),
  ]
  return {
    apt: distinct(apt.filter(isName)),
    pip: distinct(pip.map(({ line }) => line).filter((line) => !line.startsWith('-'))),
    ...(left.length > 0 ? { left: distinct(left) } : {}),
  }
}

function isApt(file: string): boolean {
  return posix.basename(file) === 'apt.txt'
}

interface Requirement {
  file: string
  line: string
  /** Another file of the repository that it stands for. */
  other: string | null
}

function* requirements(files: ReadonlyMap<string, string>): Generator<Requirement> {
  for (const [file, text] of files) {
    if (isApt(file) || file === '') continue
    for (const line of linesIn(text)) yield { file, line, other: otherIn(file, line) }
  }
}

function otherIn(file: string, line: string): string | null {
  const name = /^(?:-r\s*|--requirement(?:\s+|=))(\S+)$/.exec(line)?.[1]
  if (name === undefined || !/^[\w./-]+$/.test(name) || name.startsWith('/')) return null
  const path = posix.join(posix.dirname(file), name)
  return path.startsWith('.') || path.startsWith('-') ? null : path
}

/** What begins with a dash is an option: where packages come from is not for a repository to say. */
function why({ file, line, other }: Requirement, files: ReadonlyMap<string, string>): string[] {
  if (!line.startsWith('-')) return []
  if (other !== null) return files.has(other) ? [] : [`${file}: ${line}: there is no such file in the repository`]
  return [`${file}: ${bare(line)}: options of pip are not taken; an admin sets the index with \`platform configure\``]
}

/** The address of an index may have a login in it. */
function bare(line: string): string {
  return line.replaceAll(/\/\/[^\s/@]*@/g, '//').slice(0, 200)
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
