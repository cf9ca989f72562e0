import { PermissionFlagsBits } from 'discord.js'

/** What we need in a guild, and not more; docs/connect-discord.md says why for each. */
const needed =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.ReadMessageHistory

/** Where an admin of a guild lets us in. */
export function inviteLink(application: string): string {
  const asked = new URLSearchParams({
    client_id: application,
    scope: 'bot applications.commands',
    permissions: String(needed),
  })
  return `https://discord.com/oauth2/authorize?${asked.toString()}`
}
