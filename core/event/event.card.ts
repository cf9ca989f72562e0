import type { Action, Card } from '../card/card.ts'
import { lockActions } from '../lock/actions.ts'
import { fact } from './audience.rule.ts'
import type { Event } from './event.ts'

/** What happened, in a line; what must not be overlooked, with what to do. */
export function eventCard(event: Event): Card {
  const own = ownCard(event)
  if (own) return own
  const words = event.type.replaceAll('.', ' ').replaceAll('_', ' ')
  const about = fact(event, 'instance') || fact(event, 'target') || placed(event) || fact(event, 'server')
  const name = fact(event, 'name')
  const card: Card = { title: [words, about, name].filter((part) => part !== '').join(' '), words: [about, words] }
  if (event.type === 'emergency.announced') {
    const job = String(number(event))
    return {
      ...card,
      title: `Emergency on ${about} #${job}`,
      tone: 'warning',
      state: 'announced',
      lines: [{ text: `${fact(event, 'by')}: ${fact(event, 'reason')}` }],
      actions: [
        { label: 'Cancel', operation: 'job.cancel', arguments: { job }, style: 'danger' },
        { label: 'Show', operation: 'job.show', arguments: { job } },
      ],
    }
  }
  const reason = fact(event, 'reason')
  if (reason !== '') card.lines = [{ text: `${fact(event, 'by')}: ${reason}` }]
  if (event.type !== 'server.key_changed') return { ...card, tone: 'idle', state: 'changed' }
  return {
    ...card,
    tone: 'bad',
    state: 'nothing connects',
    lines: [{ tone: 'bad', text: fact(event, 'message') }, { text: fact(event, 'remedy') }],
    actions: [{ label: 'Show the server', operation: 'server.show', arguments: { server: fact(event, 'server') } }],
  }
}

/** What people stand before, in a sentence of their own. */
function ownCard(event: Event): Card | null {
  const instance = fact(event, 'instance')
  const by = fact(event, 'by')
  const reason = fact(event, 'reason')
  const because = reason === '' ? [] : [{ text: reason }]
  const of = (title: string, tone: Card['tone'], more: Partial<Card> = {}): Card => ({
    title,
    ...(tone ? { tone } : {}),
    words: [instance, event.type.replace('.', ' ')],
    ...more,
  })
  switch (event.type) {
    case 'lock.locked':
      return of(`${instance} is locked by ${by}`, 'waiting', {
        state: 'locked',
        lines: because,
        actions: lockActions(instance),
      })
    case 'lock.taken':
      return of(`${by} took over the lock of ${instance}`, 'warning', { state: 'taken over', lines: because })
    case 'lock.asked':
      return of(`${by} asks you for ${instance}`, 'waiting', {
        state: 'locked by you',
        lines: reason === '' ? [] : [{ text: `You locked it: ${reason}` }],
        actions: [{ label: 'Free it', operation: 'instance.unlock', arguments: { instance }, style: 'primary' }],
      })
    case 'lock.freed':
      return of(`${instance} is free`, 'good', { state: 'free', lines: [{ text: `Freed by ${by}` }] })
    case 'freeze.added':
      return of(`Freeze: ${fact(event, 'when')}`, 'warning', { state: `set by ${by}`, lines: because })
    case 'freeze.removed':
      return of(`No freeze any more: ${fact(event, 'when')}`, 'good', { state: `removed by ${by}`, lines: because })
    case 'review.signed':
      return of(`The emergency on ${fact(event, 'target')} was reviewed by ${by}`, 'good', { state: 'signed' })
    case 'server.unreachable':
      return of(`${fact(event, 'server')} does not answer`, 'bad', {
        state: 'unreachable',
        lines: [{ tone: 'bad', text: fact(event, 'why') }, { text: 'I go on trying, and say when it is back' }],
        actions: serverActions(event),
        words: [fact(event, 'server'), 'server', 'unreachable'],
      })
    case 'server.back':
      return of(`${fact(event, 'server')} answers again`, 'good', {
        state: 'back',
        lines: [{ text: `It was away for ${fact(event, 'away')}` }],
        actions: serverActions(event),
        words: [fact(event, 'server'), 'server', 'back'],
      })
    case 'release.unhealthy':
      return unhealthyCard(event, instance)
    case 'member.granted':
      return of(`You are ${fact(event, 'level').replaceAll('_', ' ')} of ${fact(event, 'where')} now`, 'good', {
        state: 'granted',
      })
    default:
      return null
  }
}

function serverActions(event: Event): Action[] {
  return [{ label: 'Show the server', operation: 'server.show', arguments: { server: fact(event, 'server') } }]
}

/** What turned unwell, and who does something about it. */
function unhealthyCard(event: Event, instance: string): Card {
  const back = number(event, 'back')
  const job = String(number(event))
  const show = { label: 'Show', operation: 'job.show', arguments: { job: back === 0 ? job : String(back) } }
  return {
    title: `${instance} turned unwell after #${job}`,
    tone: back === 0 ? 'bad' : 'warning',
    state: back === 0 ? 'still serving it' : 'going back by itself',
    lines: [
      { tone: 'bad', text: `${fact(event, 'why')}, several looks in a row` },
      {
        text:
          back === 0
            ? `I do not go back by myself: ${fact(event, 'reason')}`
            : `#${back} takes the release from before again, as system; the data stay as they are`,
      },
    ],
    actions:
      back === 0
        ? [{ label: 'Roll back', operation: 'instance.rollback', arguments: { instance }, form: true }, show]
        : [show],
    words: [instance, 'turned unwell'],
  }
}

function placed(event: Event): string {
  return [fact(event, 'project'), fact(event, 'environment')].filter((part) => part !== '').join('/')
}

function number({ payload }: Event, name = 'number'): number {
  const facts: Readonly<Record<string, unknown>> = payload !== null && typeof payload === 'object' ? { ...payload } : {}
  return Number(facts[name] ?? 0)
}
