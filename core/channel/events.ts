/** What a channel can be told of. */
export const channelEvents = [
  'job.created',
  'job.started',
  'job.finished',
  'server.key_changed',
  'server.unreachable',
  'server.back',
  'release.unhealthy',
  'project.configured',
  'environment.created',
  'environment.destroyed',
  'instance.created',
  'instance.configured',
  'instance.sized',
  'variable.set',
  'variable.unset',
  'emergency.announced',
  'freeze.added',
  'freeze.removed',
  'lock.locked',
  'lock.taken',
  'lock.freed',
  'review.signed',
] as const
export type ChannelEvent = (typeof channelEvents)[number]

/** What people want to know without being asked. */
export const toldAtFirst: readonly ChannelEvent[] = [
  'job.finished',
  'server.key_changed',
  'server.unreachable',
  'server.back',
  'release.unhealthy',
  'emergency.announced',
  'freeze.added',
  'freeze.removed',
  'review.signed',
]
