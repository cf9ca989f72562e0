import { Secret } from '../secret.ts'
import type { Values } from './schema.ts'

/** The settings as the starters hand them out: a group for each part that takes them. */
export function grouped(values: Values) {
  return {
    data: {
      folder: values.DATA_DIR,
      databaseUrl: values.DATABASE_URL,
      redisUrl: values.REDIS_URL,
      masterKey: values.MASTER_KEY,
    },
    process: { roles: values.ROLES, workers: values.WORKERS },
    web: {
      host: values.HOST,
      port: values.PORT,
      /** Null while it must be derived: the port may be any free one. */
      publicUrl: values.PUBLIC_URL,
      ratePerSecond: values.RATE_LIMIT,
    },
    first: { admins: values.BOOTSTRAP_ADMINS ?? [], token: values.BOOTSTRAP_TOKEN },
    slack: {
      botToken: values.SLACK_BOT_TOKEN,
      signingSecret: values.SLACK_SIGNING_SECRET,
      appToken: values.SLACK_APP_TOKEN,
      apiUrl: values.SLACK_API_URL,
      command: values.SLACK_COMMAND,
    },
    discord: {
      token: values.DISCORD_TOKEN,
      applicationId: values.DISCORD_APPLICATION_ID,
      guildId: values.DISCORD_GUILD_ID,
      apiUrl: values.DISCORD_API_URL,
    },
    github: {
      appId: values.GITHUB_APP_ID,
      privateKey: values.GITHUB_PRIVATE_KEY,
      webhookSecret: values.GITHUB_WEBHOOK_SECRET,
      apiUrl: values.GITHUB_API_URL,
    },
    log: { level: values.LOG_LEVEL, retentionDays: values.LOG_RETENTION_DAYS },
    practice: { speed: values.PRACTICE_SPEED },
    /** Null: the system's own. */
    dnsServers: values.DNS_SERVERS,
  }
}

export type Settings = ReturnType<typeof grouped>

/** All that must be masked, with the passwords inside of addresses: a driver may print them alone. */
export function secretsOf(settings: Settings): Secret[] {
  const parts = [settings.data, settings.first, settings.slack, settings.discord, settings.github]
  const whole = parts.flatMap((part) => Object.values(part).filter((value) => value instanceof Secret))
  return [...whole, ...whole.flatMap(passwordIn)]
}

function passwordIn(secret: Secret): Secret[] {
  if (!URL.canParse(secret.reveal())) return []
  const { password } = new URL(secret.reveal())
  if (password === '') return []
  return [new Secret(password), new Secret(decoded(password))]
}

function decoded(password: string): string {
  try {
    return decodeURIComponent(password)
  } catch {
    // A lone percent sign is part of the password itself.
    return password
  }
}
