import { expect, test } from 'vitest'
import { asTyped } from '../../../bot/slack/typed.ts'

test.each([
  [
    'project create acme --repo <https://git.example/acme.git>',
    'project create acme --repo https://git.example/acme.git',
  ],
  ['add <http://acme.example|acme.example>', 'add acme.example'],
  ['see <https://git.example/a|the repository>', 'see https://git.example/a'],
  ['mail <mailto:ada@acme.example|ada@acme.example>', 'mail ada@acme.example'],
  ['member add <@U123|ada> --level developer', 'member add @U123 --level developer'],
  ['channel bind <#C42|ops>', 'channel bind #C42'],
  ['a &lt;b&gt; &amp;amp; c', 'a <b> &amp; c'],
  ['<!channel> hello', '<!channel> hello'],
])('%s', (sent, typed) => {
  expect(asTyped(sent)).toBe(typed)
})
