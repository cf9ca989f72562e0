import { disagreements } from './agree.rule.ts'
import { variables } from './schema.ts'
import { grouped, type Settings } from './settings.ts'
import { factsOf } from './variable.ts'
import { type Problem, WrongSettings } from './wrong.ts'

/** What was found in the environment and in files, as text, and what was wrong with finding it. */
export interface Found {
  values: Readonly<Record<string, string>>
  problems: readonly Problem[]
}

/** Text to typed settings; throws all problems at once. */
export function settle(found: Found): Settings {
  const judged = variables.safeParse(found.values)
  const judgements = judged.success
    ? []
    : judged.error.issues.map((issue) => wrong(String(issue.path[0]), issue.message))
  const blamed = new Set([...found.problems, ...judgements].map(({ variable }) => variable))
  const given = (name: string) => found.values[name] !== undefined || blamed.has(name)
  const problems = [...found.problems, ...once(judgements), ...disagreements(given)]
  if (!judged.success || problems.length > 0) throw new WrongSettings(problems)
  return grouped(judged.data)
}

/** What was set and has no effect: whoever relies on it should hear so. */
export function withoutEffect({ values }: Found): string[] {
  return Object.entries(variables.shape).flatMap(([name, type]) =>
    factsOf(type).notYet && values[name] !== undefined ? [name] : [],
  )
}

/** What can be set, for those who look for it. */
export function known(): { name: string; secret: boolean }[] {
  return Object.entries(variables.shape).map(([name, type]) => ({ name, secret: factsOf(type).secret === true }))
}

function wrong(variable: string, problem: string): Problem {
  return { variable, problem, remedy: 'Correct or unset it; docs/settings.md says what it takes.' }
}

/** A list of which three entries are wrong is one problem. */
function once(problems: readonly Problem[]): Problem[] {
  const seen = new Map(problems.map((problem) => [`${problem.variable} ${problem.problem}`, problem]))
  return [...seen.values()]
}
