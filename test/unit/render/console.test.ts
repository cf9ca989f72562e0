import fc from 'fast-check'
import { expect, it } from 'vitest'
import { cardHtml } from '../../../bot/console/render/card.ts'
import { formHtml } from '../../../bot/console/render/form.ts'
import { html } from '../../../bot/console/render/html.ts'
import { plainCard } from '../../../bot/presenter/plain.ts'
import { cards, nasty, reader } from './cards.ts'
import { forms } from './forms.ts'
import { card } from './random.ts'
import { bare, stringsOf } from './strings.ts'
import { readMarkup } from './tags.ts'

const runs = { numRuns: 150 }

it('escapes whatever is put into a template', () => {
  expect(html`<p title="${nasty}">${[html`<b>x</b>`, nasty, 7, null, false]}</p>`.toString()).not.toContain('<img')
  expect(html`${'<b>'}${html`<b>`}"'`.toString()).toBe(`&lt;b&gt;<b>"'`)
})

it('writes markup that nothing can break out of, whatever the card', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(card, (any) => {
      const { faults } = readMarkup(cardHtml(any, reader).toString())
      expect(faults).toEqual([])
    }),
    runs,
  )
})

it('lets nothing vanish on the page and in plain text', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(card, (any) => {
      const named = { ...any, words: [] }
      const seen = readMarkup(cardHtml(any, reader).toString()).texts.map(bare).join('\n')
      expect(stringsOf(named).filter((string) => !seen.includes(bare(string)))).toEqual([])
      const plain = bare(plainCard(any, reader))
      expect(stringsOf(named).filter((string) => !plain.includes(bare(string)))).toEqual([])
    }),
    runs,
  )
})

it.each(Object.entries(forms))(
  'writes the form %s so that every label has its input',
  (_, { form, page, values, errors }) => {
    const markup = formHtml(form, page, values, errors).toString()
    expect(readMarkup(markup).faults).toEqual([])
    const ids = new Set([...markup.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]))
    const wanted = [...markup.matchAll(/ (?:for|aria-controls|aria-describedby)="([^"]+)"/g)]
    for (const id of wanted.flatMap((match) => (match[1] ?? '').split(' '))) expect(ids).toContain(id)
  },
)

it('never puts a secret into the page', () => {
  const { form } = forms['server'] ?? { form: null }
  if (form) expect(formHtml(form, 0, { password: 'hunter2' }, {}).toString()).not.toContain('hunter2')
})

it('hands a button its arguments exactly, also what it would not show', () => {
  const odd = '\u202e\ufeff\u0000 "ü" \ud83d'
  const markup = cardHtml(
    { title: 'T', actions: [{ label: 'Go', operation: 'a.b', arguments: { odd } }] },
    reader,
  ).toString()
  const given = readMarkup(markup).texts.find((text) => text.startsWith('{'))
  expect(JSON.parse(given ?? '')).toEqual({ odd })
})

it('has no script, style or handler of its own', () => {
  for (const shown of Object.values(cards))
    expect(cardHtml(shown, reader).toString()).not.toMatch(/<script|<style|\sstyle=/)
})
