import type { DiscordState, ShownMessage } from './discord-state.ts'
import { type Json, list, object, said } from './json.ts'

/** What people read of Discord's markdown: signs that format are no words, and an escaped one is itself. */
export function readable(state: DiscordState, text: string): string {
  const blocks: string[] = []
  const kept = text.replace(/```\n?([\s\S]*?)\n?```/g, (_, block: string) => `\u0000${blocks.push(block) - 1}\u0000`)
  return kept
    .replace(/\\([_\W])/g, (_, sign: string) => `\u0001${sign.codePointAt(0)}\u0001`)
    .replace(/\[([^\]]*)\]\(<([^>]*)>\)/g, '$1 $2')
    .replace(/<(https?:[^>]+)>/g, '$1')
    .replace(/<@!?(\d+)>/g, (_, id: string) => `@${state.users.get(id)?.username ?? id}`)
    .replace(/<t:(\d+):(\w)>/g, (_, seconds: string) => new Date(Number(seconds) * 1000).toISOString().slice(0, 16))
    .replace(/[*`\u200b]|(^|\s)_|_(?=\s|$)/g, '$1')
    .replace(/\\(?=\d|[.)])/g, '')
    .replaceAll(/\u0001(\d+)\u0001/g, (_, point: string) => String.fromCodePoint(Number(point)))
    .replaceAll(/\u0000(\d+)\u0000/g, (_, at: string) => blocks[Number(at)] ?? '')
}

/** All that stands in a message, line by line, the heading first. */
export function linesOf(state: DiscordState, { content, embeds }: Pick<ShownMessage, 'content' | 'embeds'>): string[] {
  const read = (part: unknown) => readable(state, said(part))
  const parts = embeds.flatMap((embed: Json) => [
    read(embed['title']),
    ...read(embed['description']).split('\n'),
    ...list(embed['fields']).map((field) => `${read(object(field)['name'])}: ${read(object(field)['value'])}`),
  ])
  const heard = read(content)
  // Whom a message calls stands above it once more.
  const calls = /^(@\w+ ?)+$/.test(heard)
  return [...(calls ? [] : [heard]), ...parts].filter((part) => part.trim() !== '')
}
