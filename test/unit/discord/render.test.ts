import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escaped } from '../../../bot/discord/render/escape.ts'
import { plainId, readId } from '../../../bot/discord/render/ids.ts'
import { cards, nasty, reader } from '../render/cards.ts'
import { card, words } from '../render/random.ts'
import { allStrings, bare, stringsOf } from '../render/strings.ts'
import { sent } from './drawn.ts'
import { discordFaults } from './limits.ts'

it('keeps every limit of a message, whatever the card', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(card, fc.nat(12), fc.boolean(), (any, page, expanded) => {
      expect(discordFaults(sent(any, reader, page, expanded))).toEqual([])
    }),
    { numRuns: 400 },
  )
})

it('loses nothing: what a message does not hold goes along as a file', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(card, (any) => {
      const message = sent(any, reader, 0, true)
      const pages = Array.from({ length: 40 }, (_, page) => page)
      const shown = [message, ...(any.table ? pages.map((page) => sent(any, reader, page, true)) : [])]
      const all = shown.flatMap(allStrings).flatMap((one) => [bare(one.replaceAll('\u200b', '')), bare(unescaped(one))])
      for (const string of stringsOf(any)) {
        const wanted = bare(string)
        const found = all.some((one) => one.includes(wanted) || one.includes(bare(unescaped(string))))
        expect(found, JSON.stringify(string)).toBe(true)
      }
    }),
    { numRuns: 40, endOnFailure: true },
  )
})

/** As Discord shows it: a backslash gives way to the sign behind it, what keeps signs apart is unseen. */
function unescaped(text: string): string {
  return text.replaceAll('\u200b', '').replace(/\\([^0-9A-Za-z\s])/g, '$1')
}

/** Without what is escaped and what is code, nothing is left that Discord would read as a sign. */
function active(text: string): string[] {
  return text.replace(/\\[^0-9A-Za-z\s]/g, '¤').match(/[*_~`|<>[\]@]|:(?=[\w+-]+:)|:\/\/|(?:^|\n)[^\S\n]*[#+-]/g) ?? []
}

describe('what people typed', () => {
  it('formats, mentions and links nothing, and shows as it was typed', () => {
    fc.assert(
      fc.property(
        fc.oneof(words, fc.constantFrom('# x', '1. x', '- x', '-# x', '>>> x', '<@123>', ':tada:')),
        (text) => {
          expect(active(escaped(text))).toEqual([])
          expect(bare(unescaped(escaped(text)))).toBe(bare(unescaped(text.replace(/\\/g, '\\\\'))))
        },
      ),
      { numRuns: 500 },
    )
    expect(escaped(nasty)).not.toMatch(/(?<!\\)[*_~`|<>[\]@]/)
    expect(escaped('1. one')).toBe('1\\. one')
    expect(escaped('19.0 is fine, #812 - so')).toBe('19.0 is fine, #812 - so')
  })

  it('pings nobody', () => {
    for (const one of Object.values(cards)) expect(sent(one, reader).allowed_mentions).toEqual({ parse: [] })
  })
})

describe('the id of a button', () => {
  it('says what it does, or where that is kept', () => {
    const press = { does: 'ask', operation: 'instance.deploy', arguments: { instance: 'a|b' }, sure: 'Sure?' } as const
    expect(readId(plainId(press) ?? '')).toEqual({ does: 'asked', press })
    expect(plainId({ ...press, sure: 'x'.repeat(90) })).toBeNull()
    expect(readId('1page|3|discord:stash:x')).toEqual({ does: 'page', page: 3, key: 'discord:stash:x' })
    expect(readId('ask|no json')).toBeNull()
    expect(readId('nothing of ours')).toBeNull()
  })
})
