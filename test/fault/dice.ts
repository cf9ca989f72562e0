const letters = [
  ...Array.from('abcxyz019 -_/.:#@<>&|"\'`*~\\{}[]$%“”‘’—–\u00a0\n\t'),
  'ż',
  '漢',
  '🦩',
  '\u202e',
  '\u0000',
  '\ud800',
]
const flags = ['--', '--limit', '--no-', '--name=', '—reason', '--port', '--level', '--confirm', '--x=y', '--limit=-1']
const values = [
  'acme',
  'acme/production',
  'acme/staging',
  'box1',
  '#1',
  '812',
  '-1',
  '1e99',
  'NaN',
  '../../etc/passwd',
  '<@U1|ada>',
  '<!channel>',
  "' OR 1=1 --",
  '__proto__',
  'constructor',
  'null',
  'true',
]

/** Chance that can be had again: a run that fails is repeated by its seed. */
export class Dice {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** From 0 up to 1. Mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  chance(part: number): boolean {
    return this.next() < part
  }

  one<Thing>(things: readonly Thing[]): Thing {
    const thing = things[Math.floor(this.next() * things.length)]
    if (thing === undefined) throw new Error('nothing to choose from')
    return thing
  }

  text(most: number): string {
    return Array.from({ length: Math.floor(this.next() * most) }, () => this.one(letters)).join('')
  }

  /** Half of it sense, half of it not. */
  command(ids: readonly string[]): string {
    const head = this.chance(0.8) ? this.one(ids).replaceAll('.', ' ') : this.text(12)
    const rest = Array.from({ length: Math.floor(this.next() * 5) }, () =>
      this.chance(0.3)
        ? this.one(flags)
        : this.chance(0.6)
          ? this.one(values)
          : this.text(this.chance(0.02) ? 4000 : 15),
    )
    return [head, ...rest].join(' ')
  }

  body(): string {
    const kinds = [
      () => this.text(200),
      () => JSON.stringify(this.#value(4)),
      () => `payload=${encodeURIComponent(JSON.stringify(this.#interaction()))}`,
      () =>
        new URLSearchParams({
          command: '/odoo',
          text: this.text(40),
          team_id: 'T1',
          user_id: this.one(['U1', 'U2', '']),
          trigger_id: this.text(8),
        }).toString(),
      () =>
        JSON.stringify({
          type: this.one(['event_callback', 'url_verification', 'x']),
          challenge: this.text(9),
          event: this.#value(3),
        }),
    ]
    return this.one(kinds)()
  }

  #interaction(): unknown {
    return {
      type: this.one([
        'block_actions',
        'view_submission',
        'view_closed',
        'block_suggestion',
        'shortcut',
        'message_action',
        'nonsense',
      ]),
      user: { id: 'U1', team_id: 'T1' },
      team: this.chance(0.8) ? { id: 'T1' } : null,
      trigger_id: this.text(6),
      actions: this.chance(0.7)
        ? [
            {
              action_id: this.one(['do:help:0', 'form:server.add:0', 'page:99', 'lines:all', this.text(9)]),
              value: this.text(20),
            },
          ]
        : this.#value(2),
      view: this.chance(0.6)
        ? {
            id: 'V1',
            hash: 'h',
            callback_id: this.one(['form:server.add:0', this.text(9)]),
            state: this.#value(3),
            private_metadata: this.text(30),
          }
        : undefined,
      container: this.#value(2),
    }
  }

  #value(depth: number): unknown {
    const leaf = [null, true, this.next() * 1e6, this.text(12), this.one(values)]
    if (depth === 0 || this.chance(0.3)) return this.one([...leaf, ''])
    if (this.chance(0.4)) return Array.from({ length: Math.floor(this.next() * 4) }, () => this.#value(depth - 1))
    const names = ['name', 'text', 'server', 'project', 'arguments', '__proto__', this.text(6) || 'x']
    return Object.fromEntries(
      Array.from({ length: Math.floor(this.next() * 4) }, () => [this.one(names), this.#value(depth - 1)]),
    )
  }
}
