import type { Chart, Panel } from '../card/chart.ts'
import { type Run, type StageTime, tookMs } from './stats.rule.ts'

/** More dots than these say nothing more. */
const mostDots = 500

/** Durations over time by result, and the usual time of each stage beside that of the last run. */
export function statsChart(project: string, runs: readonly Run[], stages: readonly StageTime[]): Chart | null {
  const ran = runs.filter((run) => tookMs(run) !== null).slice(0, mostDots)
  if (ran.length === 0) return null
  const panels: Panel[] = [
    {
      kind: 'points',
      title: 'How long deployments took',
      unit: 's',
      points: ran.map((run) => ({
        at: run.startedAt ?? run.createdAt,
        value: (tookMs(run) ?? 0) / 1000,
        tone: run.state === 'success' ? 'good' : run.state === 'failed' ? 'bad' : 'idle',
      })),
    },
  ]
  const known = stages.filter(({ median, last }) => median !== null || last !== null)
  if (known.length > 0) {
    panels.push({
      kind: 'bars',
      title: 'Where the time goes',
      unit: 's',
      series: ['usual (median)', 'last run'],
      rows: known.map(({ title, median, last }) => ({ label: title, values: [seconds(median), seconds(last)] })),
    })
  }
  return {
    title: `Deployments of ${project}`,
    subtitle: ran.length === 1 ? 'one run' : `the last ${ran.length} runs`,
    description: `Deployments of ${project}: ${counts(ran)}. The slowest stages: ${slowest(known)}.`,
    panels,
  }
}

function counts(ran: readonly Run[]): string {
  const states = ['success', 'failed', 'cancelled'] as const
  return states
    .map((state) => ({ state, count: ran.filter((run) => run.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${state}`)
    .join(', ')
}

function slowest(stages: readonly StageTime[]): string {
  const ranked = [...stages].sort((one, other) => (other.median ?? 0) - (one.median ?? 0)).slice(0, 3)
  const words = ranked.map(({ title, median }) => `${title} ${seconds(median) ?? 0} s`)
  return words.length === 0 ? 'none ran yet' : words.join(', ')
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms / 100) / 10
}
