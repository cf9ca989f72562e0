import { connect } from 'node:net'
import { parseArgs } from 'node:util'
import { type Command, exitCodes } from '../command-line/command.ts'
import { configured } from './configured.ts'
import { controlPath } from './control-path.ts'
import { misconfigured } from './misconfigured.ts'

const usage = 'Usage: pilothouse signin [--member <name>]\n'

/** `pilothouse signin`: a one-time link, on the machine itself, from the running process. */
export const signinCommand: Command = async (words) => {
  try {
    const member = memberIn(words)
    if (member instanceof Error) {
      process.stderr.write(`${member.message}\n${usage}`)
      return exitCodes.usage
    }
    const { settings } = configured()
    const path = controlPath(settings.data.folder)
    const answer = await asked(path, { ask: 'signin', ...(member === null ? {} : { member }) })
    if (answer === null) {
      process.stderr.write(
        `No bot answers at ${path}. Start it first, with the same DATA_DIR and as the same user as here.\n`,
      )
      return exitCodes.unreachable
    }
    return tell(answer, settings.slack.command)
  } catch (error) {
    return misconfigured(error)
  }
}

function memberIn(words: readonly string[]): string | null | Error {
  try {
    const { values } = parseArgs({ args: [...words], options: { member: { type: 'string' } } })
    return values.member ?? null
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function tell(answer: Record<string, unknown>, command: string): number {
  const { url, member = '', claimCode, unknown, several } = answer
  if (typeof url === 'string' && typeof member === 'string') {
    process.stdout.write(`Signs in as ${member}, once and within 15 minutes:\n${url}\n`)
    return exitCodes.done
  }
  if (typeof claimCode === 'string')
    process.stderr.write(
      `There is no admin yet. Good once, for 15 minutes: ${command} claim ${claimCode}, or enter the code on the page.\n`,
    )
  else if (typeof unknown === 'string') process.stderr.write(`There is no active member called “${unknown}”.\n`)
  else if (typeof several === 'string')
    process.stderr.write(`Several members are called “${several}”: give the id of one instead.\n`)
  else process.stderr.write('The bot could not answer: its log says more.\n')
  return exitCodes.refused
}

/** Null where nobody listens. */
function asked(path: string, question: Record<string, string>): Promise<Record<string, unknown> | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    let text = ''
    socket.setEncoding('utf8')
    socket.setTimeout(10_000, () => socket.destroy())
    socket.on('connect', () => socket.write(`${JSON.stringify(question)}\n`))
    socket.on('data', (part: string) => {
      text += part
    })
    socket.on('error', (error) => {
      const absent = 'code' in error && ['ENOENT', 'ECONNREFUSED', 'EACCES'].includes(String(error.code))
      if (absent) resolve(null)
      else reject(error)
    })
    socket.on('close', () => resolve(text === '' ? null : read(text)))
  })
}

function read(text: string): Record<string, unknown> {
  const answer: unknown = JSON.parse(text)
  return answer !== null && typeof answer === 'object' ? { ...answer } : {}
}
