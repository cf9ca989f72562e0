import type { Charts } from '../../core/ports/charts.ts'

export const charts: Charts = {
  png: ({ title }) => Promise.reject(new Error(`the chart “${title}” cannot be drawn yet`)),
}
