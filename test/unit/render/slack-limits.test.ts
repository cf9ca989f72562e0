import { expect, it } from 'vitest'
import { messageFaults, viewFaults } from './slack-limits.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const button = (more: object) => ({ type: 'button', action_id: 'a', text: plain('Go'), ...more })
const actions = (...elements: object[]) => ({ type: 'actions', elements })
const rich = (...elements: object[]) => ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] })
const option = (value: string) => ({ text: plain(value), value })
const select = (count: number) => ({
  type: 'static_select',
  options: Array.from({ length: count }, (_, at) => option(`v${at}`)),
})
const input = (element: object) => ({ type: 'input', label: plain('L'), element })
const modal = (more: object) => ({ type: 'modal', title: plain('T'), submit: plain('Go'), blocks: [], ...more })

it.each<[string, object]>([
  ['51 blocks', { blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) }],
  [
    '13,000 characters',
    { blocks: Array.from({ length: 5 }, () => ({ type: 'section', text: plain('x'.repeat(2900)) })) },
  ],
  ['an empty header', { blocks: [{ type: 'header', text: plain(' ') }] }],
  ['a long header', { blocks: [{ type: 'header', text: plain('x'.repeat(151)) }] }],
  ['markup in a header', { blocks: [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }] }],
  ['26 buttons', { blocks: [actions(...Array.from({ length: 26 }, (_, at) => button({ action_id: `a${at}` })))] }],
  ['the same action twice', { blocks: [actions(button({}), button({}))] }],
  ['a long value', { blocks: [actions(button({ value: 'x'.repeat(2001) }))] }],
  ['a script as address', { blocks: [actions(button({ url: 'javascript:alert(1)' }))] }],
  ['a long question', { blocks: [actions(button({ confirm: { text: plain('x'.repeat(301)) } }))] }],
  ['a ping to all', { blocks: [rich({ type: 'broadcast', range: 'channel' })] }],
  ['an empty word', { blocks: [rich({ type: 'text', text: '' })] }],
  ['half a character', { blocks: [rich({ type: 'text', text: '\ud83d' })] }],
  ['an unknown block', { blocks: [{ type: 'nothing' }] }],
  ['neither text nor blocks', { blocks: [] }],
])('refuses a message with %s', (_, message) => {
  expect(messageFaults(message).length).toBeGreaterThan(0)
})

it.each<[string, object]>([
  ['a long title', modal({ title: plain('x'.repeat(25)) })],
  ['long metadata', modal({ private_metadata: 'x'.repeat(3001) })],
  ['101 options', modal({ blocks: [input(select(101))] })],
  ['no option', modal({ blocks: [input(select(0))] })],
  ['a beginning that is no option', modal({ blocks: [input({ ...select(2), initial_option: option('other') })] })],
  ['inputs and no button to send them', { ...modal({ blocks: [input(select(2))] }), submit: undefined }],
  [
    'the same block twice',
    modal({
      blocks: [
        { type: 'divider', block_id: 'b' },
        { type: 'divider', block_id: 'b' },
      ],
    }),
  ],
  ['101 blocks', modal({ blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) })],
])('refuses a window with %s', (_, view) => {
  expect(viewFaults(view).length).toBeGreaterThan(0)
})

it('takes what is within the limits', () => {
  expect(
    messageFaults({ text: 'x', blocks: [actions(button({ value: 'x' })), rich({ type: 'text', text: 'x' })] }),
  ).toEqual([])
  expect(viewFaults(modal({ blocks: [input(select(100))] }))).toEqual([])
})
