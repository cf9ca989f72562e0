import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

export interface Demo {
  child: ChildProcess
  output: string
  url: string
  /** The link that it prints. */
  link: string
}

/** `npm run demo`, as a newcomer starts it. */
export async function startDemo(environment: Record<string, string>): Promise<Demo> {
  const child = spawn(process.execPath, ['dist/bot/cli.js', 'demo'], {
    env: { PATH: process.env['PATH'], PORT: '0', RATE_LIMIT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const linked = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        if (/code=\S+\s/.test(output)) resolve()
      })
    child.once('exit', () => reject(new Error(`the demo ended:\n${output}`)))
  })
  await linked
  const link = /http\S+\/console\/signin\?code=\S+/.exec(output)?.[0] ?? ''
  return { child, output, url: /http:\/\/[^/\s]+/.exec(output)?.[0] ?? '', link }
}

export async function stopDemo({ child }: Demo): Promise<number | null> {
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
  return child.exitCode
}
