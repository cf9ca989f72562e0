import type { Dependencies } from '../../ports/repositories.ts'
import { type Deploy, type DeployStage, redeployStops, took } from '../deploy.stage.ts'
import { folderOf, labelsOf } from '../names.rule.ts'
import { printOf } from '../print.ts'

export const installingDependencies: DeployStage = {
  id: 'installing_dependencies',
  title: 'Installing dependencies',
  description: 'apt.txt and requirements.txt of all repositories, built into an image',
  needs: ['cloning_platform_repos', 'cloning_org_repos', 'cloning_repo', 'pulling_image'],
  stops: redeployStops,
  deadlineMs: 1_800_000,
  idleMs: 300_000,
  expectedMs: 8300,
  async done(work) {
    const { images } = await work.host()
    const wanted = await wantedOf(work)
    if (wanted.from.length === 0 || (await images.find(wanted.image)) === null) return false
    work.keep({ image: wanted.image })
    return true
  },
  async run(work) {
    const since = work.now()
    work.say('info', 'Checking ALL repositories for dependencies (apt.txt, requirements.txt)...')
    work.say('info', 'Scanning all repos for apt.txt and requirements.txt...')
    const { apt, pip, from, image } = await wantedOf(work)
    if (from.length === 0) return work.say('info', `No repository asks for any ${took(work, since)}`)
    const { images } = await work.host()
    await images.build(
      { reference: image, base: work.input.image, apt, pip, labels: labelsOf(work.input, work.jobId) },
      (line) => work.say('debug', line),
    )
    work.keep({ image, built: true })
    work.say('info', `Dependencies installed from: ${from.join(', ')}`)
    work.say('info', `Total apt packages: ${apt.length}`)
    work.say('info', `Total pip packages: ${pip.length}`)
    work.say('info', `All dependencies installed ${took(work, since)}`)
  },
  async clean(work) {
    const kept = work.kept('installing_dependencies')
    if (kept === null || typeof kept !== 'object' || !('built' in kept) || !('image' in kept)) return
    const { images } = await work.host()
    if (typeof kept.image === 'string') await images.removeUnused(kept.image)
  },
}

interface Wanted extends Dependencies {
  from: string[]
  /** Named after its base and what is in it: whoever wants the same has it already. */
  image: string
}

async function wantedOf(work: Deploy): Promise<Wanted> {
  const { repositories } = await work.host()
  const each = await Promise.all(
    work.input.sources.map(async (source) => ({
      name: source.name,
      ...(await repositories.dependencies(folderOf(work.input, source))),
    })),
  )
  const wanting = each.filter(({ apt, pip }) => apt.length + pip.length > 0)
  const apt = [...new Set(wanting.flatMap((one) => one.apt))].sort()
  const pip = [...new Set(wanting.flatMap((one) => one.pip))].sort()
  const { prefix } = work.input.server
  const print = printOf({ base: work.input.image.digest, apt, pip }).slice(0, 12)
  return { apt, pip, from: wanting.map(({ name }) => name), image: `${prefix}/odoo:${print}` }
}
