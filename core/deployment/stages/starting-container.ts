import { sharesOf } from '../../instance/share.rule.ts'
import { type Deploy, type DeployStage, took } from '../deploy.stage.ts'
import { madeBy, namesOf, printLabel, proxyNetwork } from '../names.rule.ts'
import { odooContainer } from './odoo-container.ts'
import { bringBack } from './way-back.ts'

export const startingContainer: DeployStage = {
  id: 'starting_container',
  title: 'Starting container',
  description: 'Odoo itself, with its share of processor and memory',
  needs: ['generating_config', 'installing_dependencies', 'initializing_database'],
  deadlineMs: 300_000,
  expectedMs: 3200,
  async done(work) {
    const { containers } = await work.host()
    const spec = odooContainer(work)
    const found = await containers.find(spec.name)
    return found?.state === 'running' && found.labels[printLabel] === spec.labels[printLabel]
  },
  async run(work) {
    try {
      await start(work)
    } catch (error) {
      if (!work.signal.aborted) await bringBack(work)
      throw error
    }
  },
  async clean(work) {
    const { containers } = await work.host()
    const name = namesOf(work.input).odoo
    const found = await containers.find(name)
    if (found && madeBy(found.labels, work.jobId)) await containers.remove(name)
  },
}

async function start(work: Deploy): Promise<void> {
  const since = work.now()
  const { containers } = await work.host()
  const spec = odooContainer(work)
  const { cpu, memoryMb } = sharesOf(work.input.size).odoo
  work.say('info', `Starting Odoo container ${spec.name}...`)
  work.say('info', `Applying Odoo resource limits: CPU=${cpu} cores, RAM=${memoryMb}m (70% of allocated)`)
  const found = await containers.find(spec.name)
  if (found && found.labels[printLabel] !== spec.labels[printLabel]) await containers.remove(spec.name)
  const same = found?.labels[printLabel] === spec.labels[printLabel]
  const container = same && found ? found : await containers.create(spec)
  await containers.start(spec.name)
  work.say('info', `Container started: ${container.id.slice(0, 12)} ${took(work, since)}`)
  work.say('info', `Odoo container started on internal network: ${namesOf(work.input).network}`)
  work.say('info', `Container connected to ${proxyNetwork} network`)
}
