import { jsonLog } from '../../adapters/log/log.ts'
import { findSettings } from '../../adapters/settings/read.ts'
import type { Log } from '../../core/ports/log.ts'
import { type Settings, secretsOf } from '../../core/settings/settings.ts'
import { known, settle, withoutEffect } from '../../core/settings/settle.ts'

/** Settings from the environment and `.env`, and a log that knows what to mask. */
export function configured(
  environment: NodeJS.ProcessEnv = process.env,
  folder = process.cwd(),
): { settings: Settings; log: Log } {
  const found = findSettings(known(), { environment, folder })
  const settings = settle(found)
  const secrets = secretsOf(settings)
  const log = jsonLog({ level: settings.log.level, secrets: () => secrets })
  for (const variable of withoutEffect(found)) log.warn({ variable }, 'what reads this setting is not built in yet')
  return { settings, log }
}
