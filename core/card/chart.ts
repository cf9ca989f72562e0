/** A picture of figures, without a platform: `adapters/chart` draws it. */
export interface Chart {
  title: string
  /** Stands under the title: what is counted, from when to when. */
  subtitle: string
  /** What a listener to the screen hears. */
  description: string
  panels: readonly Panel[]
}

export type Panel =
  | {
      kind: 'points'
      title: string
      unit: string
      /** One dot for each; `tone` gives colour and shape. */
      points: readonly { at: number; value: number; tone: 'good' | 'bad' | 'idle' }[]
    }
  | {
      kind: 'bars'
      title: string
      unit: string
      /** Two bars side by side for each row. */
      series: readonly [string, string]
      rows: readonly { label: string; values: readonly [number | null, number | null] }[]
    }
