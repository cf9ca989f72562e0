import { proxyNetwork } from '../../ports/labels.ts'
import { type DeployStage, patient, took } from '../deploy.stage.ts'
import { labelsOf, madeBy, namesOf, sharedLabels } from '../names.rule.ts'

export const creatingNetwork: DeployStage = {
  id: 'creating_network',
  title: 'Creating network',
  description: 'A network of its own, so that instances do not see each other',
  needs: ['connecting'],
  deadlineMs: 60_000,
  retries: patient,
  expectedMs: 300,
  async done(work) {
    const { networks } = await work.host()
    const found = await Promise.all([namesOf(work.input).network, proxyNetwork].map((name) => networks.find(name)))
    return found.every((one) => one !== null)
  },
  async run(work) {
    const since = work.now()
    const name = namesOf(work.input).network
    work.say('info', `Creating network ${name}...`)
    const { networks } = await work.host()
    await networks.create({ name, labels: labelsOf(work.input, work.jobId) })
    // Of all instances there: over it the proxy reaches them.
    if ((await networks.find(proxyNetwork)) === null)
      await networks.create({ name: proxyNetwork, labels: sharedLabels })
    work.say('info', `Network created ${took(work, since)}`)
  },
  async clean(work) {
    const { networks } = await work.host()
    const { network } = namesOf(work.input)
    const found = await networks.find(network)
    if (found && madeBy(found.labels, work.jobId) && work.input.before === null) await networks.remove(network)
  },
}
