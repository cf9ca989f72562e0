import { sharesOf } from '../../instance/share.rule.ts'
import { printLabel, proxyNetwork } from '../../ports/labels.ts'
import { type Deploy, type DeployStage, keptBy, patient, took } from '../deploy.stage.ts'
import { namesOf, odooName } from '../names.rule.ts'
import { odooContainer } from './odoo-container.ts'
import { retire } from './retire.ts'
import { giveWay, removeOdoo, takeSpare } from './spare.ts'
import { goesOn } from './waiting.ts'
import { interrupt } from './way-back.ts'

export const startingContainer: DeployStage = {
  id: 'starting_container',
  title: 'Starting container',
  description: 'Odoo itself, with its share of processor and memory',
  needs: ['generating_config', 'installing_dependencies', 'initializing_database'],
  deadlineMs: 300_000,
  retries: patient,
  expectedMs: 3200,
  done: async (work) => (!work.input.again || hasStarted(work)) && goesOn(work),
  run: start,
  clean: removeNew,
  // Of a first deploy it stays to be looked at; where something serves, the new one leaves no trace.
  rescue: async (work) => (work.input.before === null ? undefined : removeNew(work)),
}

async function removeNew(work: Deploy): Promise<void> {
  const host = await work.host()
  const { containers, proxy } = host
  const name = namesOf(work.input).odoo
  const serves = work.input.before !== null && (await proxy.serves(work.input.instance.id)) === name
  if (serves || (await containers.find(name)) === null) return
  await containers.stop(name, 10)
  // What an earlier run made of the same release stays for the next one.
  if (!work.input.again) await removeOdoo(work, host, name)
}

/** Where memory does not hold two, visitors see the page from here until the new one has the traffic. */
async function makeRoom(work: Deploy): Promise<void> {
  const { way, before, instance } = work.input
  if (way !== 'instead' || before === null) return
  const host = await work.host()
  const old = odooName(instance.id, before.release)
  if ((await host.containers.find(old))?.state !== 'running') return
  interrupt(work, work.now())
  work.say('info', 'Maintenance page on: memory does not hold two, so the old container stops first')
  await host.proxy.maintenance(instance.id, true)
  await retire(host, old)
}

async function start(work: Deploy): Promise<void> {
  const since = work.now()
  const host = await work.host()
  const { containers, files } = host
  const spec = odooContainer(work)
  const names = namesOf(work.input)
  const { cpu, memoryMb } = sharesOf(work.input.size).odoo
  work.say('info', `Starting Odoo container ${spec.name}...`)
  work.say('info', `Applying Odoo resource limits: CPU=${cpu} cores, RAM=${memoryMb}m (70% of allocated)`)
  const found = (await containers.find(spec.name)) ?? (await takeSpare(work))
  if (found && found.labels[printLabel] !== spec.labels[printLabel]) await removeOdoo(work, host, spec.name)
  await makeRoom(work)
  const same = found?.labels[printLabel] === spec.labels[printLabel]
  if (!found) await giveWay(work, host)
  const container = same && found ? found : await containers.create(spec)
  // One that comes back has had it, unless it was cleaned away meanwhile.
  if (!work.input.again || (await files.print(names.word)) === null) await files.write(names.word, 'Odoo may start.\n')
  // Since it last served it may not have come to its end yet.
  if (work.input.again && found?.state === 'running' && !hasStarted(work)) await containers.stop(spec.name, 30)
  await containers.start(spec.name)
  work.keep({ ...keptBy(work, 'starting_container'), started: work.jobId })
  work.say('info', `Container started: ${container.id.slice(0, 12)} ${took(work, since)}`)
  work.say('info', `Odoo container started on internal network: ${names.network}`)
  work.say('info', `Container connected to ${proxyNetwork} network`)
}

/** By this job: one that comes back ran before. */
function hasStarted(work: Deploy): boolean {
  const kept = keptBy(work, 'starting_container')
  return 'started' in kept && kept.started === work.jobId
}
