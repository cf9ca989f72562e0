import fc from 'fast-check'
import type { Action, Card, Field, Line, Span, Table, Text } from '../../../core/card/card.ts'
import { tones } from '../../../core/card/card.ts'
import { nasty } from './cards.ts'

const signs = [
  nasty,
  '',
  ' ',
  '\n',
  '"\\"\\',
  '👩‍👩‍👧‍👦',
  '\u202e\u0000\u001b[31m',
  '\ud83d',
  'U012AB3CD',
  '—'.repeat(40),
  'ü&<>'.repeat(300),
]

export const words: fc.Arbitrary<string> = fc.oneof(
  { weight: 12, arbitrary: fc.string({ maxLength: 30 }) },
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  { weight: 6, arbitrary: fc.constantFrom(...signs) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.string({ minLength: 1, maxLength: 9 }), fc.nat(1000)).map(([s, n]) => s.repeat(n)),
  },
)

const time = fc.oneof(
  fc.integer({ min: 0, max: 4e12 }),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, 9e15, 1e14),
)

const address = fc.oneof(
  fc.webUrl(),
  words,
  fc.constant('javascript:alert(1)'),
  fc.constant(`https://x.example/${'y'.repeat(2900)}`),
)

const span: fc.Arbitrary<Span> = fc.oneof(
  words,
  words.map((bold) => ({ bold })),
  words.map((code) => ({ code })),
  words.map((dim) => ({ dim })),
  time.map((at) => ({ time: at })),
  time.map((age) => ({ age })),
  fc.record({ link: address, text: words }),
  fc.record({ person: fc.constantFrom('', '<@U1>', nasty), name: words }),
  // Slack itself names whom it mentions, so the name is the id here, to be found either way.
  fc.constant({ person: 'U012AB3CD', name: 'U012AB3CD' }),
)

export const text: fc.Arbitrary<Text> = fc.oneof(
  { weight: 30, arbitrary: words },
  { weight: 15, arbitrary: fc.array(span, { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.array(span, { minLength: 60, maxLength: 60 }) },
)

const line: fc.Arbitrary<Line> = fc.record(
  { tone: fc.constantFrom(...tones), text, note: text },
  { requiredKeys: ['text'] },
)

const field: fc.Arbitrary<Field> = fc.record({ label: words, value: text })

const table: fc.Arbitrary<Table> = fc.record({
  columns: fc.array(words, { maxLength: 8 }),
  rows: fc.oneof(
    fc.array(fc.array(text, { maxLength: 8 }), { maxLength: 40 }),
    fc.array(fc.array(fc.string({ maxLength: 12 }), { minLength: 3, maxLength: 3 }), { minLength: 90, maxLength: 120 }),
  ),
  empty: words,
})

const args = fc.dictionary(fc.stringMatching(/^[a-z][a-zA-Z]{0,8}$/), fc.oneof(words, fc.integer(), fc.boolean()), {
  maxKeys: 4,
})

const asking: fc.Arbitrary<Action> = fc.record(
  {
    label: words,
    operation: fc.constantFrom('instance.deploy', 'server.check', 'x'.repeat(300)),
    arguments: args,
    style: fc.constantFrom<'primary' | 'danger'>('primary', 'danger'),
    confirm: words,
    form: fc.boolean(),
  },
  { requiredKeys: ['label', 'operation', 'arguments'] },
)

const action = fc.oneof(
  { weight: 4, arbitrary: asking },
  { weight: 1, arbitrary: fc.record({ label: words, url: address }) },
)

export const card: fc.Arbitrary<Card> = fc.record(
  {
    title: text,
    tone: fc.constantFrom(...tones),
    state: words,
    lines: fc.array(line, { maxLength: 30 }),
    fields: fc.array(field, { maxLength: 20 }),
    progress: fc.record({ percent: fc.double(), note: words }),
    table,
    block: words,
    image: fc.record({ url: address, description: words }),
    attachment: fc.record({ name: words, title: words, text: words }),
    actions: fc.array(action, { maxLength: 60 }),
    view: words,
    words: fc.array(words, { maxLength: 6 }),
  },
  { requiredKeys: ['title'] },
)
