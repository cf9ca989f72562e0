import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import type { Found } from '../../core/settings/settle.ts'
import type { Problem } from '../../core/settings/wrong.ts'

export interface Place {
  environment: Readonly<Record<string, string | undefined>>
  /** Where `.env` is looked for, and what paths of files are relative to. */
  folder: string
}

interface Wanted {
  name: string
  secret: boolean
}

/** Finds each variable: in the environment, else in `.env`, and a secret also in the file that `NAME_FILE` names. */
export function findSettings(wanted: readonly Wanted[], place: Place): Found {
  const problems: Problem[] = []
  const layers = [place.environment, dotEnv(place.folder, problems)]
  const values: Record<string, string> = {}
  for (const one of wanted) {
    const value = find(one, layers, place.folder, problems)
    if (value !== undefined) values[one.name] = value
  }
  return { values, problems }
}

type Layer = Readonly<Record<string, string | undefined>>

/** The first layer that says anything about a variable decides, in either of its forms. */
function find(
  { name, secret }: Wanted,
  layers: readonly Layer[],
  folder: string,
  problems: Problem[],
): string | undefined {
  for (const layer of layers) {
    // Compose files and the like set what nobody filled in to nothing.
    const value = layer[name] || undefined
    const file = secret ? layer[`${name}_FILE`] || undefined : undefined
    if (value !== undefined && file !== undefined) {
      problems.push({ variable: name, problem: `is set together with ${name}_FILE`, remedy: 'Unset one of the two.' })
      return undefined
    }
    if (value !== undefined) return value
    if (file !== undefined) return content(name, resolve(folder, file), problems)
  }
  return undefined
}

function content(variable: string, file: string, problems: Problem[]): string | undefined {
  const text = textOf(file, (why) => {
    const remedy = `Check that ${file} is there and may be read by this process.`
    problems.push({ variable: `${variable}_FILE`, problem: `cannot be read (${why})`, remedy })
  })
  if (text === '')
    problems.push({ variable: `${variable}_FILE`, problem: 'is empty', remedy: `Write the secret into ${file}.` })
  return text || undefined
}

function dotEnv(folder: string, problems: Problem[]): Layer {
  const text = textOf(join(folder, '.env'), (why) => {
    if (why === 'ENOENT') return
    problems.push({
      variable: '.env',
      problem: `cannot be read (${why})`,
      remedy: 'Make it readable for this process.',
    })
  })
  return parseEnv(text ?? '')
}

/** Without the line end that every editor and most tools leave behind. */
function textOf(file: string, failed: (why: string) => void): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/[\r\n]+$/, '')
  } catch (error) {
    failed(error instanceof Error && 'code' in error ? String(error.code) : String(error))
    return undefined
  }
}
