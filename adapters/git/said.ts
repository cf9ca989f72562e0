import { Fault } from '../../core/error.ts'
import { hostOf } from './address.ts'

const refused =
  /Authentication failed|could not read (?:Username|Password)|terminal prompts disabled|returned error: 40[13]\b|Access denied|Permission denied \(publickey/i
const unknown =
  /repository '?.*'? not found|returned error: 404\b|does not appear to be a git repository|not found: did you run git update-server-info/i
const gone =
  /not our ref|unadvertised object|did not send all necessary objects|remote error: upload-pack: not our ref|no such remote ref [0-9a-f]{40}|couldn't find remote ref [0-9a-f]{40}/i
const missingRef = /couldn't find remote ref|no such remote ref/i
const nameless = /Could not resolve host: ([^\s']+)/i
const passing =
  /Failed to connect|Connection (?:refused|reset|timed out)|Operation (?:timed out|too slow)|Timeout was reached|early EOF|RPC failed|hung up unexpectedly|returned error: (?:429|5\d\d)\b|Empty reply|unexpected disconnect|Recv failure|transfer closed/i
const line = /unable to access|SSL certificate|server certificate|gnutls|OpenSSL/i
const full = /No space left on device|Disk quota exceeded/i

/** What git could not do, from what it said; it speaks English to us. */
export function gitFault(errors: string, about: { url: string; commit?: string; place: string }): Fault {
  const repository = about.url
  const host = hostOf(repository)
  const why = lastWord(errors)
  if (full.test(errors)) return new Fault('disk_full', { server: about.place })
  if (refused.test(errors)) return new Fault('clone_failed', { repository, host })
  if (unknown.test(errors)) return new Fault('repository_not_found', { repository, host })
  if (gone.test(errors))
    return new Fault('commit_vanished', { repository, commit: about.commit?.slice(0, 12) ?? 'that' })
  const name = nameless.exec(errors)?.[1]
  // It may be the name server that is away for a moment.
  if (name !== undefined)
    return new Fault('name_unknown', { name, place: about.place, repository }, { transient: true })
  if (passing.test(errors)) return new Fault('git_unreachable', { repository, host, why }, { transient: true })
  if (line.test(errors)) return new Fault('git_unreachable', { repository, host, why })
  return new Fault('git_failed', { repository, why })
}

export function saysNoSuchRef(errors: string): boolean {
  return missingRef.test(errors)
}

/** The sentence that says why; an address in it holds no login, because we never put one there. */
function lastWord(errors: string): string {
  const lines = errors.split(/[\r\n]+/).filter((one) => one.trim() !== '')
  const said = lines.findLast((one) => /^(?:fatal|error|remote):/.test(one)) ?? lines.at(-1) ?? 'it did not say why'
  return said.replace(/^(?:fatal|error|remote):\s*/, '').slice(0, 300)
}
