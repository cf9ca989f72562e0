import { overChain } from '../chain.ts'
import { type Figure, percentile } from '../figure.ts'
import type { Deployed, Ours } from './ours.ts'
import type { Plain } from './plain.ts'

const rounds = 5
const own = ['acme_base', 'acme_portal']

const aims = { fresh: 0.8, templated: 0.2, module: 0.45, code: 0.5, second: 0.15 } as const
type Kind = keyof typeof aims

interface Pair {
  plain: number
  ours: Deployed
}

/** The same work by both on one server, one after the other, by turns the one first and the other. */
export async function pairFigures(ours: Ours, plain: Plain): Promise<Figure[]> {
  const { addons } = ours.floor
  const pairs: Record<Kind, Pair[]> = { fresh: [], templated: [], module: [], code: [], second: [] }

  async function pair(kind: Kind, round: number, script: () => Promise<number>, line: string): Promise<void> {
    const first = round % 2 === 0 ? await script() : null
    const deployed = await ours.deploy(line)
    await ours.rested()
    const took = first ?? (await script())
    pairs[kind].push({ plain: took, ours: deployed })
    process.stderr.write(`${kind} ${round}: plain ${took.toFixed(1)} s, ours ${deployed.seconds.toFixed(1)} s\n`)
  }

  // Whatever is done once for a server: images, the mirror, the proxy, the template of Odoo alone.
  const kept = await ours.instance('acme/staging', 'kept')
  await plain.fresh('kept', ['base', ...own])
  await ours.deploy(kept)
  await ours.deploy(await ours.instance('acme/development', 'warm'))
  await ours.rested()

  for (let round = 1; round <= rounds; round += 1) {
    // Another code is another template: this one is not there yet.
    addons.module('acme_base', { mark: String(round) }).push(`Change ${round}`)
    const once = (kind: Kind) => `${kind}${round}`
    for (const [kind, environment, modules] of [
      ['fresh', 'acme/staging', ['base', ...own]],
      ['second', 'acme/staging', ['base', ...own]],
      ['templated', 'acme/development', ['base']],
    ] as const) {
      const instance = await ours.instance(environment, once(kind))
      await pair(kind, round, () => plain.fresh(once(kind), modules), instance)
      await plain.remove(once(kind))
    }
    await pair('module', round, () => plain.module('kept', 'acme_base'), kept)
    addons.write('README.md', `Change ${round}\n`).push(`Tell about change ${round}`)
    await pair('code', round, () => plain.code('kept'), kept)
  }
  return figuresOf(pairs)
}

function figuresOf(pairs: Record<Kind, Pair[]>): Figure[] {
  const kinds = Object.keys(aims) as Kind[]
  const ratios = kinds.map((kind): Figure => {
    const median = percentile(
      pairs[kind].map(({ ours, plain }) => ours.seconds / plain),
      0.5,
    )
    return { name: `deploy.${kind}`, value: median, unit: '× plain', aim: aims[kind] }
  })
  const chains = (['fresh', 'code'] as const).map((kind): Figure => {
    const over = percentile(
      pairs[kind].map(({ ours }) => overChain(ours.ran)),
      0.5,
    )
    return { name: `deploy.chain.${kind}`, value: over, unit: '%', aim: 5 }
  })
  return [...ratios, ...chains]
}
