import type { ContainerSpec } from '../../ports/containers.ts'
import { proxyNetwork } from '../../ports/labels.ts'
import { type DeployStage, patient, seconds } from '../deploy.stage.ts'
import { namesOf } from '../names.rule.ts'
import type { Deployed } from '../release.ts'
import { beganAt } from './began.ts'
import { bouncerContainer, databaseContainer } from './database-containers.ts'
import { odooContainer } from './odoo-container.ts'
import { takeOverFiles } from './take-over-files.ts'
import { interruptedMs } from './way-back.ts'

/** It closes the run: its needs are all the others, and the pipeline says so. */
export const completed: Omit<DeployStage, 'needs'> = {
  id: 'completed',
  title: 'Completed',
  description: 'Writing down what runs now',
  deadlineMs: 120_000,
  retries: patient,
  expectedMs: 100,
  async run(work) {
    const host = await work.host()
    const names = namesOf(work.input)
    const spec = odooContainer(work)
    const container = await host.containers.find(spec.name)
    const odoo = foundBy(spec, container?.id ?? null)
    const standing = {
      db: databaseContainer(work.input, work.jobId),
      pgbouncer: bouncerContainer(work.input, work.jobId),
      odoo,
    }
    const files = takeOverFiles(work.input, standing)
    const [database] = await Promise.all([
      host.databases.look(names.database, names.databaseName),
      host.files.remove(...files.flatMap(({ path, content }) => (content === null ? [path] : []))),
      ...files.map(({ path, content }) => (content === null ? undefined : host.files.write(path, content))),
    ])
    const durationMs = work.now() - (beganAt(work) ?? work.now())
    const deployed: Deployed = {
      containerId: container?.id ?? '',
      containerName: spec.name,
      image: spec.image,
      modules: database?.modules ?? work.input.modules.hashes,
      durationMs,
      interruptedMs: interruptedMs(work),
    }
    work.result(deployed)
    const total = `${seconds(durationMs)} (${(durationMs / 60_000).toFixed(1)} min)`
    work.say('info', `Deployment completed successfully! Total time: ${total}`)
  },
}

/** The proxy asks for it by its id, which another one has not, made by hand in its place: unless it is called so too. */
function foundBy(spec: ContainerSpec, id: string | null): ContainerSpec {
  const networks = spec.networks.map((one) =>
    one.name === proxyNetwork && id !== null ? { ...one, alias: id.slice(0, 12) } : one,
  )
  return { ...spec, networks }
}
