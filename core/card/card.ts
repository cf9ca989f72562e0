import type { Chart } from './chart.ts'

/** A message without a platform. What people typed is data in here: renderers make it harmless. */

export type Span =
  | string
  | { bold: string }
  | { code: string }
  | { dim: string }
  /** A line to be typed, without how a line begins: that differs from place to place. */
  | { typed: string }
  /** Epoch milliseconds; shown in the reader's zone. */
  | { time: number }
  /** How long ago, or how long still to go. */
  | { age: number }
  | { link: string; text: string }
  /** A person, mentioned where the platform can and named elsewhere. */
  | { person: string; name: string }

export type Text = string | readonly Span[]

/** Never by colour alone: each tone has a symbol and a word. */
export const tones = ['good', 'busy', 'waiting', 'warning', 'bad', 'idle'] as const
export type Tone = (typeof tones)[number]

export const toneSymbols: Record<Tone, string> = {
  good: '✓',
  busy: '⟳',
  waiting: '○',
  warning: '⚠',
  bad: '✗',
  idle: '–',
}

export interface Field {
  label: string
  value: Text
}

export interface Table {
  columns: readonly string[]
  rows: readonly (readonly Text[])[]
  /** What stands in place of rows where there are none. */
  empty: Text
}

export type Action =
  | {
      label: string
      /** What the button asks for, with its arguments. */
      operation: string
      arguments: Readonly<Record<string, unknown>>
      style?: 'primary' | 'danger'
      /** Asked once more before it is done. */
      confirm?: string
      /** Opens the form of the operation with these arguments filled in. */
      form?: boolean
    }
  | { label: string; url: string }

export interface Line {
  tone?: Tone
  text: Text
  /** Small, behind it: a duration, an age. */
  note?: Text
}

export interface Attachment {
  name: string
  title: string
  text: string
}

export interface Card {
  title: Text
  tone?: Tone
  /** The word beside the symbol: `running`, `healthy`. */
  state?: string
  /** What is not green comes first; at most eight are seen before "more". */
  lines?: readonly Line[]
  /** Its lines belong together: all of them are seen. */
  whole?: true
  fields?: readonly Field[]
  progress?: { percent: number; note: string }
  table?: Table
  /** Text to be read as it is: a key, a log, a configuration. */
  block?: string
  image?: { url: string; description: string }
  /** Drawn as a picture where pictures can be shown. */
  chart?: Chart
  /** Text too long for a message goes along as a file. */
  attachment?: Attachment
  actions?: readonly Action[]
  /** The text that shows the same on the page: `server show box1`. */
  view?: string
  /** Words that a search should find: instance, verb, result, commit, number. */
  words?: readonly string[]
}
