import type { Settings } from '../../core/settings/settings.ts'

/** What is printed while there is no admin: for who has a chat, and for who has the page alone. */
export function claimWords({ slack, discord }: Pick<Settings, 'slack' | 'discord'>, code: string, url: string): string {
  const there = discord.token === null ? '' : `, in Discord /claim code:${code}`
  return `There is no admin yet. Good once, for 15 minutes: ${slack.command} claim ${code}${there}, or enter the code at ${url.replace(/\/+$/, '')}/console`
}
