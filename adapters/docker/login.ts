import type { RegistryLogin } from '../../core/ports/equipment.ts'
import { readReference, sameHub } from './reference.rule.ts'

const hubAddress = 'https://index.docker.io/v1/'

/** What the engine is handed for the registry of an image; nothing where we have no login for it. */
export function loginFor(reference: string, logins: readonly RegistryLogin[]): Record<string, string> {
  const { registry } = readReference(reference)
  const login = logins.find(({ host }) => sameHub(host) === registry)
  return login ? { 'X-Registry-Auth': encoded({ ...spoken(login), serveraddress: addressOf(login.host) }) } : {}
}

/** A build may need any of them. */
export function allLogins(logins: readonly RegistryLogin[]): Record<string, string> {
  if (logins.length === 0) return {}
  const all = Object.fromEntries(logins.map((login) => [addressOf(login.host), spoken(login)]))
  return { 'X-Registry-Config': encoded(all) }
}

function spoken({ username, password }: RegistryLogin) {
  return { username, password: password.reveal() }
}

function addressOf(host: string): string {
  return sameHub(host) === 'docker.io' ? hubAddress : host
}

function encoded(value: unknown): string {
  // The engine wants the padding that `base64url` leaves out.
  return Buffer.from(JSON.stringify(value)).toString('base64').replaceAll('+', '-').replaceAll('/', '_')
}
