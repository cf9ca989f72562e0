import type { StageRow } from './job.ts'

const mostInOneStage = 3
/** Lost before any stage began, again and again: it is not the stage that is at fault. */
const mostAtAll = 10

/** Where a job is given up, and after how many lost workers. Null where it is tried again. */
export function lostTooOften(
  lostIn: readonly Pick<StageRow, 'stage' | 'title' | 'takeovers'>[],
  counts: number,
  takeovers: number,
): { stage: string | null; title: string; times: number } | null {
  for (const { stage, title, takeovers: before } of lostIn) {
    if (before + counts >= mostInOneStage) return { stage, title, times: before + counts }
  }
  return lostIn.length === 0 && takeovers >= mostAtAll ? { stage: null, title: 'starting', times: takeovers } : null
}
