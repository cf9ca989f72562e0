import { isIPv6 } from 'node:net'

/**
 * Whose request it is, for the rate limit. Only the connection says so: what a proxy's header claims could be made up.
 * In IPv6 one customer has a whole /64, and all of it counts as one.
 */
export function limitedAddress(remote: string | undefined): string {
  if (remote === undefined) return 'nowhere'
  if (remote.startsWith('::ffff:')) return remote.slice('::ffff:'.length)
  if (!isIPv6(remote)) return remote
  const [front = '', back] = (remote.split('%')[0] ?? '').split('::')
  const groups = front === '' ? [] : front.split(':')
  const behind = back === undefined || back === '' ? [] : back.split(':')
  const gap = back === undefined ? 0 : 8 - groups.length - behind.length
  const whole = [...groups, ...Array.from({ length: gap }, () => '0'), ...behind]
  return `${whole
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
