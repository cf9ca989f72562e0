import type { Chart } from '../card/chart.ts'

/** In points; pictures have two dots for each. Letters in one so wide can be read on a phone. */
export const chartWidth = 560

/** Draws pictures of figures. */
export interface Charts {
  png(chart: Chart): Promise<Uint8Array>
}
