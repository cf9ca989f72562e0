import type { Origin, Who } from '../../core/operation/request.ts'

/** A slash command as we keep it: what we need to act on it, now or after a crash. */
export interface SlackCommand {
  kind: 'command'
  team: string
  channel: string
  user: string
  userName: string
  teamDomain: string
  text: string
  triggerId: string
  responseUrl: string
}

export function who(arrived: { team: string; user: string; userName: string }): Who {
  return { by: 'identity', platform: 'slack', team: arrived.team, user: arrived.user, name: arrived.userName }
}

export function origin(arrived: { team: string; channel: string; teamDomain: string }, thread: string | null): Origin {
  return {
    surface: 'slack',
    team: arrived.team,
    channel: arrived.channel,
    thread,
    link: arrived.teamDomain ? `https://${arrived.teamDomain}.slack.com/archives/${arrived.channel}` : null,
  }
}
