import { readFileSync } from 'node:fs'
import { type Command, exitCodes } from './command.ts'
import { type Answered, type Asked, type Refused, send, Unreachable } from './send.ts'
import { show, showRefusal } from './show.ts'
import { secretFrom } from './stdin.ts'
import { askWords } from './words.ts'

const usage = `Usage: pilothouse ask [--json] "<what a person would type>"

PILOTHOUSE_URL     where the bot is; http://127.0.0.1:3000 unless set
PILOTHOUSE_TOKEN   a token of yours; or PILOTHOUSE_TOKEN_FILE, a file that holds it
A secret comes from standard input:
  pilothouse ask "variable set acme/staging SMTP_PASSWORD --secret" < file
`

/** `pilothouse ask`: what a person would type, over the HTTP API. */
export const askCommand: Command = async (words) => {
  const { text, json } = askWords(words)
  if (text === '' || text === '--help' || text === '-h') {
    process.stderr.write(usage)
    return text === '' ? exitCodes.usage : exitCodes.done
  }
  try {
    return await asked(text, json)
  } catch (error) {
    if (error instanceof Unreachable) {
      process.stderr.write(`${error.message}\n`)
      return exitCodes.unreachable
    }
    if (error instanceof TokenUnreadable) {
      process.stderr.write(`${error.message}\n`)
      return exitCodes.usage
    }
    throw error
  }
}

async function asked(text: string, json: boolean): Promise<number> {
  const to = { url: process.env['PILOTHOUSE_URL'] || 'http://127.0.0.1:3000', token: token() }
  let answer = await send(to, { text })
  if ('error' in answer && answer.error.secret) answer = await withSecret(to, text, answer)
  return 'error' in answer ? refused(answer, json) : done(answer, json, to.url)
}

/** The bot says that a secret is missing; only then anything is read from standard input. */
async function withSecret(to: { url: string; token: string | null }, text: string, before: Refused): Promise<Asked> {
  const secret = await secretFrom(process.stdin, process.stderr)
  return secret === '' ? before : send(to, { text, secret })
}

function done(answer: Answered, json: boolean, url: string): number {
  const { data } = answer
  process.stdout.write(json ? `${JSON.stringify(data, null, 2)}\n` : `${show(answer.card, url)}\n`)
  return exitCodes.done
}

function refused({ status, error }: Refused, json: boolean): number {
  process.stderr.write(json ? `${JSON.stringify({ error }, null, 2)}\n` : `${showRefusal(error)}\n`)
  if (status === 401 || status === 403) return exitCodes.notAllowed
  if (status === 503) return exitCodes.unreachable
  return error.code === 'missing_arguments' || error.code === 'unknown_operation' ? exitCodes.usage : exitCodes.refused
}

class TokenUnreadable extends Error {}

function token(): string | null {
  const file = process.env['PILOTHOUSE_TOKEN_FILE']
  const given = process.env['PILOTHOUSE_TOKEN']
  if (!file || given) return given || null
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    throw new TokenUnreadable(`PILOTHOUSE_TOKEN_FILE cannot be read (${why}).`)
  }
}
