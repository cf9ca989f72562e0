import { Fault } from '../../core/error.ts'

/**
 * The address that git is given. One for SSH becomes one for HTTPS: that is where tokens are good, and it needs no key
 * and no known host. Any other scheme would lead to files of a machine or to a command.
 */
export function fetchable(url: string): string {
  const short = /^[\w.-]+@([\w.-]+):(?!\/)([^\s]+)$/.exec(url)
  const long = /^ssh:\/\/(?:[\w.-]+@)?([\w.-]+)(?::\d+)?\/([^\s]+)$/.exec(url)
  const [, host, path] = short ?? long ?? []
  const text = host && path ? `https://${host}/${path}` : url
  if (!/^https?:\/\/[^\s/@'"`\\?#]+\/[^\s'"`\\]+$/.test(text) || hasControl(text) || !URL.canParse(text)) {
    throw new Fault('repository_address_refused', { repository: url.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 200) })
  }
  return text
}

export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}

function hasControl(text: string): boolean {
  return [...text].some((sign) => sign < ' ' || sign === '\x7f')
}
