/** Errors that say with which code the process ends are for whoever started it: a sentence and no stack. */
export function misconfigured(error: unknown): number {
  if (error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number') {
    process.stderr.write(`${error.message}\n`)
    return error.exitCode
  }
  throw error
}
