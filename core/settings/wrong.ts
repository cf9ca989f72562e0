/** What is wrong with one variable, and what to do about it. Never holds the value: it may be a secret. */
export interface Problem {
  variable: string
  problem: string
  remedy: string
}

/** Everything that is wrong with the settings at once, so that nobody mends them one start at a time. */
export class WrongSettings extends Error {
  override name = 'WrongSettings'
  /** EX_CONFIG of sysexits.h: service managers can tell it from a crash. */
  readonly exitCode = 78
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    const lines = problems.map(({ variable, problem, remedy }) => `  ${variable}: ${problem}. ${remedy}`)
    super(['The settings are wrong:', ...lines].join('\n'))
    this.problems = problems
  }
}
