import type { Card } from '../card/card.ts'
import { fact } from './audience.rule.ts'
import type { Event } from './event.ts'

/** What happened, in a line; what must not be overlooked, with what to do. */
export function eventCard(event: Event): Card {
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

function placed(event: Event): string {
  return [fact(event, 'project'), fact(event, 'environment')].filter((part) => part !== '').join('/')
}

function number({ payload }: Event): number {
  return payload !== null && typeof payload === 'object' && 'number' in payload ? Number(payload.number) : 0
}
