import { jsonLog } from '../../adapters/log/log.ts'
import { findSettings } from '../../adapters/settings/read.ts'
import type { Log } from '../../core/ports/log.ts'
import { type Settings, secretsOf } from '../../core/settings/settings.ts'
import { known, settle } from '../../core/settings/settle.ts'

/** Settings from the environment and `.env`, and a log that knows what to mask. */
export function configured(
  environment: NodeJS.ProcessEnv = process.env,
  folder = process.cwd(),
): { settings: Settings; log: Log } {
  const settings = settle(findSettings(known(), { environment, folder }))
  const secrets = secretsOf(settings)
  return { settings, log: jsonLog({ level: settings.log.level, secrets: () => secrets }) }
}
