import { pinned } from '../../ports/containers.ts'
import { type DeployStage, patient, took } from '../deploy.stage.ts'
import { pulled } from './creating-database.ts'

export const pullingImage: DeployStage = {
  id: 'pulling_image',
  title: 'Pulling image',
  description: 'The Odoo image, exactly the one that was planned',
  needs: ['connecting'],
  deadlineMs: 1_800_000,
  idleMs: 300_000,
  retries: patient,
  expectedMs: 12_400,
  async done(work) {
    const { images } = await work.host()
    return (await images.find(pinned(work.input.image))) !== null
  },
  async run(work) {
    const since = work.now()
    const { image, instance } = work.input
    work.say('info', `Pulling Odoo ${instance.version} image...`)
    work.keep({ pulled: [pinned(image)] })
    const { images } = await work.host()
    await images.pull(image, (line) => work.say('debug', line))
    work.say('info', `Image ready ${took(work, since)}`)
  },
  async clean(work) {
    const { images } = await work.host()
    for (const image of pulled(work.kept('pulling_image'))) await images.removeUnused(image)
  },
}
