import type { Briefing } from '../../core/job/briefing.ts'
import type { Line } from '../../core/job/job.ts'
import type { Stage, Work } from '../../core/pipeline/stage.ts'
import type { LogPlace } from '../../core/ports/containers.ts'
import type { FromWorker } from '../protocol.ts'
import type { StageHosts } from './hosts.ts'
import type { Limits } from './limits.ts'
import { Mask } from './mask.ts'

/** What all stages of one run share. */
export interface Run {
  briefing: Briefing
  hosts: StageHosts
  mask: Mask
  /** By stage: what was kept in this run, and what an earlier worker kept. */
  kept: Map<string, unknown>
  /** By stage: how far the log that it follows was told, by whichever worker of this job. */
  told: Map<string, LogPlace>
  tell(message: FromWorker): void
}

export function newRun(briefing: Briefing, hosts: StageHosts, tell: (message: FromWorker) => void): Run {
  const kept = new Map(briefing.before.map((before) => [before.stage, before.kept]))
  const told = new Map(
    briefing.before.flatMap(({ stage, told: place, takenOver }) =>
      place && takenOver ? [[stage, place] as const] : [],
    ),
  )
  return { briefing, hosts, tell, kept, told, mask: new Mask(briefing) }
}

/** A stage's hands, as long as it runs. Once it is over nothing that it left behind is heard any more. */
export function workOf(run: Run, stage: Pick<Stage<never>, 'id'>, limits: Limits, phase: AbortSignal) {
  const { briefing, mask } = run
  let over = false
  const tell = (message: FromWorker) => {
    if (over) return
    limits.pulse()
    run.tell(message)
  }
  const line = (level: Line['level'], message: string, data: unknown) =>
    ({
      say: 'line',
      stage: stage.id,
      level,
      message: mask.text(message),
      data: mask.data(data),
      at: Date.now(),
    }) as const
  const work: Work<never> = {
    jobId: briefing.jobId,
    input: inputOf(briefing),
    host: () => run.hosts.of(stage.id, limits, phase),
    address: briefing.address,
    secret(name) {
      const secret = briefing.secrets[name]
      if (!secret) throw new Error(`this job has no secret called ${name}`)
      return secret
    },
    say: (level, message, data = null) => tell(line(level, message, data)),
    sayOf(place, level, message) {
      const before = run.told.get(stage.id)
      if (before?.log === place.log && place.number <= before.number) return limits.pulse()
      run.told.set(stage.id, place)
      tell({ ...line(level, message, null), place })
    },
    keep(value) {
      run.kept.set(stage.id, value)
      tell({ say: 'kept', stage: stage.id, value: mask.data(value) })
    },
    kept: (of) => run.kept.get(of) ?? null,
    now: () => Date.now(),
    result: (value) => tell({ say: 'result', value: mask.data(value) }),
    signal: limits.signal,
  }
  return {
    work,
    end() {
      over = true
      limits.close()
    },
  }
}

/** The named boundary: a pipeline is looked up by name, and its input came from the plan of the same operation. */
export function inputOf(briefing: Briefing): never {
  return briefing.input as never
}
