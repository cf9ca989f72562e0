import { type Deploy, type DeployStage, seconds } from '../deploy.stage.ts'
import { codeOf, namesOf, odooName } from '../names.rule.ts'
import type { Deployed } from '../release.ts'
import { beganAt } from './began.ts'
import { odooContainer } from './odoo-container.ts'
import { stockTemplate } from './stock-template.ts'
import { composeFile, readme } from './take-over-files.ts'
import { interruptedSince } from './way-back.ts'

/** It closes the run: its needs are all the others, and the pipeline says so. */
export const completed: Omit<DeployStage, 'needs'> = {
  id: 'completed',
  title: 'Completed',
  description: 'Writing down what runs now',
  deadlineMs: 120_000,
  expectedMs: 100,
  async run(work) {
    const host = await work.host()
    const names = namesOf(work.input)
    const spec = odooContainer(work)
    // From here on there is no way back: what ran before goes.
    await forgetOlder(work)
    await host.files.write(`${names.folder}/compose.yaml`, composeFile(work.input, spec))
    await host.files.write(`${names.folder}/README.md`, readme(work.input))
    const [container, database] = await Promise.all([
      host.containers.find(spec.name),
      host.databases.look(names.database, names.databaseName),
    ])
    const durationMs = work.now() - (beganAt(work) ?? work.now())
    const since = interruptedSince(work)
    const deployed: Deployed = {
      containerId: container?.id ?? '',
      containerName: spec.name,
      image: spec.image,
      modules: database?.modules ?? work.input.modules.hashes,
      durationMs,
      interruptedMs: since === null ? 0 : work.now() - since,
    }
    work.result(deployed)
    const total = `${seconds(durationMs)} (${(durationMs / 60_000).toFixed(1)} min)`
    work.say('info', `Deployment completed successfully! Total time: ${total}`)
    await stockTemplate(work, host)
  },
}

/** The old container, and code and configuration of releases that do not run any more. */
async function forgetOlder(work: Deploy): Promise<void> {
  const { files, containers } = await work.host()
  const { before, instance } = work.input
  const old = before && odooName(instance.id, before.release)
  if (old && (await containers.find(old))) await containers.remove(old)
  const { releases, code } = namesOf(work.input)
  const kept = [work.input.id, work.input.before?.release]
  for (const name of await files.list(releases)) if (!kept.includes(name)) await files.remove(`${releases}/${name}`)
  const needed = [...work.input.sources.map(codeOf), ...(before?.code ?? [])]
  for (const source of await files.list(code))
    for (const commit of await files.list(`${code}/${source}`))
      if (!needed.includes(`${source}/${commit}`)) await files.remove(`${code}/${source}/${commit}`)
}
