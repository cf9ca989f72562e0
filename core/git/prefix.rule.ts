import { z } from 'zod'

/** Where a token is good: a host, or a part of one. A login in it would be a secret in somebody's history. */
export const prefixText = z
  .string()
  .trim()
  .max(300)
  .regex(
    /^(?:https?:\/\/)?[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::\d{1,5})?(?:\/[\w.~-]+)*\/?$/,
    'is a host like github.com/acme',
  )

/** `https://github.com/acme/`; the end keeps what only begins alike apart. */
export function prefixOf(text: string): string {
  const [, scheme = 'https', rest = ''] = /^(?:(https?):\/\/)?(.*?)\/*$/i.exec(text) ?? []
  const [host = '', ...path] = rest.split('/')
  return `${[`${scheme.toLowerCase()}:/`, host.toLowerCase(), ...path].join('/')}/`
}

/** As people write it: `github.com/acme`. */
export function shortPrefix(prefix: string): string {
  return prefix.replace(/^https:\/\//, '').replace(/\/$/, '')
}
