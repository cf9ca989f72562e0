/** Undoes what Slack makes of a typed text: links, mentions and channels in brackets, three escaped letters. */
export function asTyped(text: string): string {
  return text
    .replaceAll(/<(?:mailto:)?([^<>|]+)(?:\|[^<>]*)?>/g, (whole, target: string) => unwrapped(whole, target))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

function unwrapped(whole: string, target: string): string {
  if (/^[@#][A-Z0-9]+$/.test(target)) return target
  if (target.startsWith('!')) return whole
  const name = /\|([^<>]*)>$/.exec(whole)?.[1]
  // `example.com` was typed without its scheme: Slack put one in front.
  return name !== undefined && (target === `http://${name}` || target === `https://${name}`) ? name : target
}

/** What was said to the bot: the words behind its name, or those before it where it stands last. */
export function withoutMention(text: string, bot: string | undefined): string {
  const called = bot === undefined ? /<@[UW][A-Z0-9]+(?:\|[^<>]*)?>[:,]?/ : new RegExp(`<@${bot}(?:\\|[^<>]*)?>[:,]?`)
  const found = called.exec(text)
  if (!found) return text.trim()
  const behind = text.slice(found.index + found[0].length).trim()
  return behind === '' ? text.slice(0, found.index).trim() : behind
}
