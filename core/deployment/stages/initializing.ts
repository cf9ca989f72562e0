import { type DeployStage, patient, took } from '../deploy.stage.ts'
import { goneLine } from '../outlook.rule.ts'
import type { Way } from '../release.ts'
import { beganAt } from './began.ts'

export const initializing: DeployStage = {
  id: 'initializing',
  title: 'Initializing',
  description: 'Reading what was planned',
  needs: [],
  deadlineMs: 60_000,
  retries: patient,
  expectedMs: 500,
  everyTime: true,
  async run(work) {
    const { instance, server, way, before, modules } = work.input
    const since = work.now()
    // Whoever takes over goes on counting from the first begin; a retry may come hours after what it retries.
    if (beganAt(work) === null) work.keep({ at: since, job: work.jobId })
    work.say('info', 'Deployment created and queued')
    work.say('info', `Deploying ${instance.project} (${instance.environment})`)
    work.say('info', `Instance UUID: ${instance.id}`)
    work.say('info', `Target server: ${server.address}`)
    if (server.practice) work.say('info', `${server.name} is a practice server: nothing real is touched`)
    work.say('info', before ? `Redeploy of ${before.commit.slice(0, 7)}: ${ways[way]}` : ways[way])
    for (const line of goneLine(work.input)) work.say('warning', line)
    if (modules.skipped.length > 0)
      work.say('warning', `Not updated because somebody said so: ${modules.skipped.join(', ')}`)
    const host = await work.host()
    await host.prepare()
    work.say('info', `Configuration loaded ${took(work, since)}`)
  },
}

const ways: Record<Way, string> = {
  first: 'First deploy',
  beside: 'the new container runs beside the old one until it is checked',
  instead: 'memory does not hold two, so the old one stops first, behind the maintenance page',
  update: 'with a maintenance page while modules are updated',
}
