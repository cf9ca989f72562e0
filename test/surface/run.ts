import { spawn } from 'node:child_process'
import { once } from 'node:events'

export interface Ran {
  code: number | null
  out: string
  errors: string
}

/** `pilothouse …` as somebody runs it in a shell; `input` is what comes from standard input. */
export async function pilothouse(
  words: readonly string[],
  environment: Record<string, string> = {},
  input?: string,
): Promise<Ran> {
  const child = spawn(process.execPath, ['dist/bot/cli.js', ...words], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const ran: Ran = { code: null, out: '', errors: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    ran.out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    ran.errors += text
  })
  if (input !== undefined) child.stdin.end(input)
  await once(child, 'close')
  return { ...ran, code: child.exitCode }
}
