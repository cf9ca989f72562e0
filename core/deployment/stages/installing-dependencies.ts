import { Fault } from '../../error.ts'
import { type Asking, type Merged, merged, wishesOf } from '../dependencies.rule.ts'
import { type Deploy, type DeployStage, patient, redeployStops, took } from '../deploy.stage.ts'
import { folderOf, labelsOf } from '../names.rule.ts'
import { printOf } from '../print.ts'

export const installingDependencies: DeployStage = {
  id: 'installing_dependencies',
  title: 'Installing dependencies',
  description: 'apt.txt and requirements.txt of all repositories, built into an image',
  needs: ['cloning_platform_repos', 'cloning_org_repos', 'cloning_repo', 'pulling_image'],
  stops: redeployStops,
  deadlineMs: 1_800_000,
  retries: patient,
  idleMs: 300_000,
  expectedMs: 8300,
  async done(work) {
    const { images } = await work.host()
    const wanted = await wantedOf(work)
    if (wanted.from.length === 0 || wanted.conflicts.length > 0 || (await images.find(wanted.image)) === null)
      return false
    tellLeft(work, wanted.each)
    tellWishes(work, wanted)
    work.say('info', 'An image that has them is there already')
    work.keep({ image: wanted.image })
    return true
  },
  async run(work) {
    const since = work.now()
    work.say('info', 'Checking ALL repositories for dependencies (apt.txt, requirements.txt)...')
    work.say('info', 'Scanning all repos for apt.txt and requirements.txt...')
    const wanted = await wantedOf(work)
    const { apt, pip, from, image, conflicts } = wanted
    tellLeft(work, wanted.each)
    if (from.length === 0) return work.say('info', `No repository asks for any ${took(work, since)}`)
    tellWishes(work, wanted)
    refuse(conflicts)
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

function tellLeft(work: Deploy, each: readonly Asking[]): void {
  for (const { name, left = [] } of each) for (const line of left) work.say('warning', `Not taken of ${name}: ${line}`)
}

function tellWishes(work: Deploy, { each, from }: Wanted): void {
  for (const one of each.filter(({ name }) => from.includes(name))) work.say('info', wishesOf(one))
}

/** Named before anything is built: pip would only say so after minutes, and less plainly. */
function refuse(conflicts: Merged['conflicts']): void {
  const [first] = conflicts
  if (!first) return
  throw new Fault('dependency_conflict', {
    package: conflicts.map((one) => one.package).join(', '),
    wishes: conflicts.flatMap(({ wishes }) => wishes).join(', '),
  })
}

interface Wanted extends Merged {
  each: Asking[]
  /** Named after its base and what is in it: whoever wants the same on this server has it already. */
  image: string
}

async function wantedOf(work: Deploy): Promise<Wanted> {
  const { repositories } = await work.host()
  const each = await Promise.all(
    work.input.sources.map(async (source) => ({
      name: source.name,
      ...(source.asks === false ? { apt: [], pip: [] } : await repositories.dependencies(folderOf(work.input, source))),
    })),
  )
  const all = merged(each)
  const { prefix } = work.input.server
  const print = printOf({ base: work.input.image.digest, apt: all.apt, pip: all.pip }).slice(0, 12)
  return { ...all, each, image: `${prefix}/odoo:${print}` }
}
