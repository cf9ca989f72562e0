import { writeFileSync } from 'node:fs'
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node'

/**
 * Closes the output with `N passed, N failed` alone on a line, which people and programs read.
 * With CI=true a test that was skipped failed: a missing lab must not look like a passing suite. Into the file that
 * FAILED_FILES names it writes those that failed, where to run these once more would tell all.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const skipped = tests.filter((test) => test.result().state === 'skipped')
    const strict = process.env['CI'] === 'true'
    const passed = tests.filter((test) => test.result().state === 'passed').length
    const failed = tests.filter((test) => test.result().state === 'failed').length + notRun(modules) + unhandled.length

    say(skipped.map((test) => `skipped: ${test.project.name} > ${test.fullName}: ${why(test)}`))
    if (strict && skipped.length > 0) say(['', 'CI=true: what is skipped counts as failed.'])
    if (strict && skipped.length > 0) process.exitCode = 1
    const list = process.env['FAILED_FILES']
    // What a broken preparation kept from running runs with its file.
    const unrun = skipped.filter(({ module }) => module.ok())
    const tellAll = unhandled.length === 0 && !(strict && unrun.length > 0)
    const again = tellAll ? modules.filter((module) => !module.ok()) : []
    if (list) writeFileSync(list, again.map(({ moduleId }) => `${moduleId}\n`).join(''))
    say(['', closing(passed, failed, skipped.length, strict)])
  }
}

/** A file that broke before its tests were known, or a group whose preparation broke, has no failed test to count. */
function notRun(modules: readonly TestModule[]): number {
  const groups = modules.flatMap((module) => [module, ...module.children.allSuites()])
  return groups.filter((group) => group.errors().length > 0).length
}

function why(test: TestCase): string {
  const result = test.result()
  const note = result.state === 'skipped' ? result.note : undefined
  return note ?? (test.options.mode === 'todo' ? 'not written yet' : 'no reason given')
}

function closing(passed: number, failed: number, skipped: number, strict: boolean): string {
  if (strict) return `${passed} passed, ${failed + skipped} failed`
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

function say(lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`)
}
