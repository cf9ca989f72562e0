import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signinLink } from '../../core/member/signin.ts'
import type { Log } from '../../core/ports/log.ts'
import type { Settings } from '../../core/settings/settings.ts'
import type { Command } from '../command-line/command.ts'
import { CannotListen } from '../http/web.ts'
import { type Running, startBot } from '../main.ts'
import { configured } from './configured.ts'
import { misconfigured } from './misconfigured.ts'
import { seedSample } from './sample.ts'
import { untilTold } from './signals.ts'

/** `pilothouse demo`: a sample project on a practice server, and a link that signs in. */
export const demoCommand: Command = async () => {
  // Whoever stops it while it starts has its folder taken away too.
  const stopped = untilTold()
  const given = process.env['DATA_DIR']
  const folder = given || (await mkdtemp(join(tmpdir(), 'pilothouse-demo-')))
  try {
    const { settings, log } = configured(demoEnvironment(folder), folder)
    const running = await startSomewhere(settings, log)
    try {
      const admin = await seedSample(running.house)
      process.stdout.write(told(await signinLink(running.house, admin), given ? folder : null))
      await stopped
    } finally {
      await running.stop()
    }
    return 0
  } catch (error) {
    return misconfigured(error)
  } finally {
    if (!given) await rm(folder, { recursive: true, force: true })
  }
}

/** Always the embedded store, and nothing of `.env`: a sample must not land in a real database or workspace. */
function demoEnvironment(folder: string): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, DATABASE_URL_FILE: __, REDIS_URL: ___, REDIS_URL_FILE: ____, ...rest } = process.env
  return { LOG_LEVEL: 'warn', ...rest, DATA_DIR: folder }
}

/** A newcomer may have something else on our port: then any free one does, unless a port was asked for. */
async function startSomewhere(settings: Settings, log: Log): Promise<Running> {
  try {
    return await startBot(settings, log)
  } catch (error) {
    if (!(error instanceof CannotListen && error.taken) || process.env['PORT']) throw error
    return startBot({ ...settings, web: { ...settings.web, port: 0 } }, log)
  }
}

function told(link: string, folder: string | null): string {
  return [
    'This is a demo: acme is a sample project, and the server “practice” that it stands on exists only in the store.',
    folder === null ? 'Its data goes away when it ends (Ctrl+C).' : `Its data stays in ${folder}.`,
    '',
    'Open this link to sign in as Ada, the admin. It works once and for 15 minutes:',
    link,
    '',
    'Three things to try there:',
    '  1. Deploy staging, and watch its seventeen stages in one message.',
    '  2. Deploy production: it waits for a second person. Go on as Grace, and approve it.',
    '  3. Break a deploy: see what went wrong, what to do, and that the old release serves again.',
    '',
  ].join('\n')
}
