import type { Provider } from './provider.ts'

export const kindTitles = { rfc2136: 'name server', cloudflare: 'Cloudflare' } as const

export function providerData({ id, name, settings, createdAt }: Provider, organization: string) {
  const { kind, zone } = settings
  const facts =
    settings.kind === 'rfc2136'
      ? { server: settings.server, key_name: settings.keyName, algorithm: settings.algorithm }
      : { url: settings.url }
  return { id, name, organization, kind, zone, ...facts, created_at: createdAt }
}

export function whereOf({ settings }: Provider): string {
  return settings.kind === 'rfc2136' ? `${settings.server}, key ${settings.keyName}` : settings.url
}
