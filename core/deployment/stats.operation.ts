import type { Field, Table } from '../card/card.ts'
import { type JobState, jobStates } from '../job/job.ts'
import { lasted, took } from '../job/lasted.ts'
import { operation } from '../operation/operation.ts'
import type { Reading } from '../ports/store.ts'
import { projectArgument } from '../reference/argument.ts'
import { projectCalled } from './find.ts'
import { deploying } from './past.ts'
import { statsChart } from './stats.chart.ts'
import { type Durations, durationsOf, type Run, type StageTime, stageTimes, successRate } from './stats.rule.ts'

const monthMs = 30 * 86_400_000
/** Durations are taken of so many of the newest runs, and stages of so many that succeeded: counts are of all. */
const runsLookedAt = 2000
const stagesLookedAt = 50
const atOnce = 500

export const deploymentStats = operation({
  id: 'deployment.stats',
  summary: 'How the deployments of a project went: by result, how long they took, and where the time went',
  examples: ['deployment stats acme'],
  arguments: { project: projectArgument },
  aim: (asking, { project }) => projectCalled(asking, project),
  least: 'viewer',
  async answer({ reading, now }, _values, { row: project, name }) {
    const where = deploying({ projectId: project.id })
    const counts = await countsOf(reading, where)
    const total = [...counts.values()].reduce((all, one) => all + one, 0)
    const runs = await newestRuns(reading, where)
    const month = runs.filter(({ createdAt }) => createdAt >= now - monthMs)
    const good = runs.filter(({ state }) => state === 'success').slice(0, stagesLookedAt)
    const stages = stageTimes(good, await reading.stage.find({ jobId: { in: good.map(({ id }) => id) } }))
    const [ever, lately] = [durationsOf(runs), durationsOf(month)]
    const rate = successRate(counts.get('success') ?? 0, total)
    const chart = statsChart(name, runs, stages)
    return {
      card: {
        title: `Deployments of ${name}`,
        fields: [
          { label: 'All', value: `${total}${total === 0 ? '' : `: ${countWords(counts)}`}` },
          ...(total === 0 ? [] : [{ label: 'Succeeded', value: `${rate} %` }]),
          ...durationFields('', ever),
          ...durationFields(' in 30 days', lately),
        ],
        ...(stages.length > 0 ? { table: stageTable(stages) } : {}),
        ...(chart ? { chart } : {}),
        view: `deployment stats ${name}`,
        words: [name, 'deployments', 'statistics'],
      },
      data: {
        project_id: project.id,
        total_deployments: total,
        status_counts: Object.fromEntries(counts),
        success_rate: rate,
        ...durationData(ever),
        last_30_days: {
          ...durationData(lately),
          successful: month.filter(({ state }) => state === 'success').length,
          failed: month.filter(({ state }) => state === 'failed').length,
        },
        stages: stages.map((stage) => ({
          id: stage.id,
          name: stage.title,
          median_seconds: seconds(stage.median),
          last_seconds: seconds(stage.last),
          runs: stage.runs,
        })),
      },
    }
  },
})

/** States that occur. */
async function countsOf(reading: Reading, where: ReturnType<typeof deploying>): Promise<Map<JobState, number>> {
  const counted = await Promise.all(
    jobStates.map(async (state) => [state, await reading.job.count({ ...where, state })] as const),
  )
  return new Map(counted.filter(([, count]) => count > 0))
}

async function newestRuns(reading: Reading, where: ReturnType<typeof deploying>): Promise<Run[]> {
  const runs: Run[] = []
  while (runs.length < runsLookedAt) {
    const page = await reading.job.pick(['id', 'state', 'createdAt', 'startedAt', 'finishedAt'], where, {
      order: ['-number'],
      skip: runs.length,
      limit: atOnce,
    })
    runs.push(...page)
    if (page.length < atOnce) break
  }
  return runs
}

function countWords(counts: ReadonlyMap<JobState, number>): string {
  return [...counts].map(([state, count]) => `${count} ${state}`).join(', ')
}

function durationFields(when: string, { average, fastest, slowest }: Durations): Field[] {
  if (average === null || fastest === null || slowest === null) return []
  return [{ label: `Took${when}`, value: `${lasted(average)} on average, ${lasted(fastest)} to ${lasted(slowest)}` }]
}

function durationData({ average, fastest, slowest }: Durations) {
  return { avg_duration: seconds(average), fastest: seconds(fastest), slowest: seconds(slowest) }
}

function stageTable(stages: readonly StageTime[]): Table {
  return {
    columns: ['Stage', 'Usually', 'Last run'],
    rows: stages.map(({ title, median, last }) => [
      title,
      median === null ? '–' : took(median),
      last === null ? '–' : took(last),
    ]),
    empty: 'No runs',
  }
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms / 100) / 10
}
