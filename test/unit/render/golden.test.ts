import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cardHtml } from '../../../bot/console/render/card.ts'
import { formHtml } from '../../../bot/console/render/form.ts'
import { modal as discordModal } from '../../../bot/discord/render/modal.ts'
import { fallback, plainCard } from '../../../bot/presenter/plain.ts'
import { blocks } from '../../../bot/slack/render/blocks.ts'
import { home } from '../../../bot/slack/render/home.ts'
import { modal } from '../../../bot/slack/render/modal.ts'
import { gateStates } from '../approval/states.ts'
import { sent } from '../discord/drawn.ts'
import { discordFaults, windowFaults } from '../discord/limits.ts'
import { jobStates } from '../job/states.ts'
import { cards as plainCards, reader } from './cards.ts'
import { forms } from './forms.ts'
import { expectGolden } from './golden.ts'
import { messageFaults, viewFaults } from './slack-limits.ts'

const cards = { ...plainCards, ...jobStates, ...gateStates }

describe.each(Object.entries(cards))('the card %s', (name, card) => {
  it('looks as before in Slack', () => {
    const message = blocks(card, reader)
    expect(messageFaults(message)).toEqual([])
    expectGolden(`card-${name}.slack.json`, JSON.stringify(message, null, 2))
  })

  it('looks as before in Discord', () => {
    const message = sent(card, reader)
    expect(discordFaults(message)).toEqual([])
    expectGolden(`card-${name}.discord.json`, JSON.stringify(message, null, 2))
  })

  it('looks as before on the page', () => {
    expectGolden(`card-${name}.html`, cardHtml(card, reader).toString())
  })

  it('looks as before as plain text', () => {
    expectGolden(`card-${name}.txt`, `${plainCard(card, reader)}\n\n${fallback(card)}`)
  })
})

describe.each(Object.entries(forms))('the form %s', (name, { form, page, values, errors }) => {
  it('looks as before in Slack', () => {
    const view = modal(form, page, values, { metadata: '{"delivery":"1"}' })
    expect(viewFaults(view)).toEqual([])
    expectGolden(`form-${name}.slack.json`, JSON.stringify(view, null, 2))
  })

  it('looks as before in Discord', () => {
    const window = discordModal(form, page, values, 'discord:stash:1')
    expect(windowFaults(window)).toEqual([])
    expectGolden(`form-${name}.discord.json`, JSON.stringify(window, null, 2))
  })

  it('looks as before on the page', () => {
    expectGolden(`form-${name}.html`, formHtml(form, page, values, errors).toString())
  })
})

it('shows the Home view as before', () => {
  const view = home(
    [plainCards['job'], plainCards['table']].flatMap((card) => (card ? [card] : [])),
    reader,
  )
  expect(viewFaults(view)).toEqual([])
  expectGolden('home.slack.json', JSON.stringify(view, null, 2))
})

it('has no golden file without a case', () => {
  const names = [
    ...Object.keys(cards).flatMap((name) =>
      ['discord.json', 'html', 'slack.json', 'txt'].map((kind) => `card-${name}.${kind}`),
    ),
    ...Object.keys(forms).flatMap((name) =>
      ['discord.json', 'html', 'slack.json'].map((kind) => `form-${name}.${kind}`),
    ),
    'home.slack.json',
  ]
  expect(readdirSync(new URL('./golden/', import.meta.url)).sort()).toEqual(names.sort())
})
