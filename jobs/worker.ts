import { practiceHost } from '../adapters/practice/host.ts'
import type { Briefing } from '../core/job/briefing.ts'
import { pipelineNamed } from '../core/pipeline/pipelines.ts'
import type { Hosts } from '../core/ports/host.ts'
import { noHost, overCalls, overOneConnection, type StageHosts } from './run/hosts.ts'
import type { PracticeCalls } from './run/practise.ts'
import { serve } from './thread.ts'

/** A thread that runs the pipeline of one job: it has SSH and no database. */
serve({ pipelineNamed, hostsOf, warmUp: overSsh })

/** SSH and all that belongs to it are loaded while nobody waits, or by those who need them. */
function hostsOf(
  { practice, address, equipment, jobId, fence, pipeline, before }: Briefing,
  calls: PracticeCalls,
): StageHosts {
  if (practice) return overCalls(calls, practiceHost)
  if (!address || !equipment) return noHost
  const errand = pipelineNamed(pipeline).looks ? null : { jobId, fence }
  const isLeft = before.some(({ takenOver }) => takenOver)
  return overOneConnection({ address, equipment, errand, isLeft }, overSsh)
}

async function overSsh(): Promise<Hosts> {
  return (await import('../adapters/remote/hosts.ts')).remoteHosts
}
