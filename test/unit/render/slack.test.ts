import fc from 'fast-check'
import { expect, it } from 'vitest'
import { blocks, type SlackMessage } from '../../../bot/slack/render/blocks.ts'
import { home } from '../../../bot/slack/render/home.ts'
import type { Card } from '../../../core/card/card.ts'
import { cards, nasty, reader } from './cards.ts'
import { card } from './random.ts'
import { messageFaults, viewFaults } from './slack-limits.ts'
import { allStrings, bare, stringsOf } from './strings.ts'

const runs = { numRuns: 80 }
const timeout = 60_000

/** What a person sees who turns all pages and opens all lines. */
function turned(shown: Card): SlackMessage[] {
  const messages = [blocks(shown, reader, 0, true)]
  for (let page = 0; page < 1000; page += 1) {
    const message = blocks(shown, reader, page)
    messages.push(message)
    if (!JSON.stringify(message.blocks).includes(`"page:${page + 1}"`)) return messages
  }
  throw new Error('the pages do not end')
}

it('keeps every limit and writes no markup, whatever the card', { timeout }, () => {
  fc.assert(
    fc.property(card, (any) => {
      for (const message of turned(any)) {
        expect(messageFaults(message)).toEqual([])
        expect(JSON.stringify(message.blocks)).not.toContain('"type":"mrkdwn"')
        expect(message.text).not.toMatch(/[<>]/)
      }
    }),
    runs,
  )
})

it('lets nothing vanish', { timeout }, () => {
  fc.assert(
    fc.property(card, (any) => {
      const seen = turned(any)
        .flatMap((message) => allStrings({ ...message, text: unescaped(message.text) }))
        .map(bare)
        .join('\n')
      expect(stringsOf(any).filter((string) => !seen.includes(bare(string)))).toEqual([])
    }),
    runs,
  )
})

it('says so where a file holds the rest', () => {
  const long = { title: 'Long', lines: [{ text: 'x'.repeat(5000) }] }
  const message = blocks(long, reader)
  expect(message.files.map((file) => file.name)).toEqual(['details.txt'])
  expect(JSON.stringify(message.blocks)).toContain('all of it is in details.txt')
})

it('keeps the Home view within its limits', { timeout }, () => {
  fc.assert(
    fc.property(fc.array(card, { maxLength: 30 }), (all) => {
      expect(viewFaults(home(all, reader))).toEqual([])
    }),
    { numRuns: 20 },
  )
})

it('shows each row of a table once, whoever turns the pages', () => {
  const rows = Array.from({ length: 57 }, (_, at) => [
    `row-${at}.`,
    [{ age: at * 1e9 }, ' ', { time: at * 1e10 }],
    'y'.repeat(at * 7),
  ])
  const shown = { title: 'Rows', table: { columns: ['Row'], rows, empty: '' } }
  const readers = [reader, { now: 0, timeZone: 'Asia/Kolkata', pageUrl: null }]
  const seen: string[] = []
  for (let page = 0; page < 57; page += 1) {
    const text = JSON.stringify(blocks(shown, readers[page % 2] ?? reader, page).blocks)
    seen.push(...[...text.matchAll(/row-\d+\./g)].map(String))
    if (!text.includes(`"page:${page + 1}"`)) break
  }
  expect(seen).toEqual(rows.map((row) => row[0]))
})

it('draws an unknown page as the nearest', () => {
  const shown = cards['table'] ?? { title: '' }
  expect(blocks(shown, reader, 99)).toEqual(blocks(shown, reader, 2))
  expect(blocks(shown, reader, -1)).toEqual(blocks(shown, reader, 0))
  expect(blocks(shown, reader, Number.NaN)).toEqual(blocks(shown, reader, 0))
})

it('puts more than 25 buttons into a second row', () => {
  const actions = Array.from({ length: 30 }, (_, at) => ({ label: `B${at}`, operation: 'a.b', arguments: { at } }))
  const rows = blocks({ title: 'Many', actions }, reader).blocks.filter((block) => block.type === 'actions')
  expect(rows.map((row) => row.elements.length)).toEqual([25, 5])
})

it('shows a failed line among the eight, however late it comes', () => {
  const lines = [
    ...Array.from({ length: 12 }, (_, at) => ({ tone: 'good' as const, text: `stage ${at}` })),
    { tone: 'bad' as const, text: nasty },
  ]
  const text = JSON.stringify(blocks({ title: 'Job', lines }, reader).blocks)
  expect(text).toContain('Show all 13 lines')
  expect(text).toContain('<!channel>')
  expect(text).not.toContain('stage 7')
})

function unescaped(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&')
}
