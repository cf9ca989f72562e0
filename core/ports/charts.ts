import type { Chart } from '../card/chart.ts'

/** Draws pictures of figures. */
export interface Charts {
  png(chart: Chart): Promise<Uint8Array>
}
