import { existsSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cruise } from 'dependency-cruiser'
import { copyWithoutTypes } from './without-types.mjs'

/** Fails on every arrow between rooms that docs/architecture.md forbids. */
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const rules = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs'))
const rooms = ['bot', 'core', 'jobs', 'adapters', 'migrations', 'test']

/** A parser that understands nothing reports nothing: few modules mean a broken check, not a small house. */
const fewest = 50

const bare = copyWithoutTypes(root, rooms)
try {
  const all = await look(root, rules.everyArrow)
  const values = await look(bare, rules.valuesOnly)
  const complaints = [...new Set([...all.complaints, ...values.complaints])]
  if (all.modules < fewest)
    complaints.push(`saw ${all.modules} modules, fewer than ${fewest}: the check itself is broken`)
  if (values.arrows === 0 || values.arrows >= all.arrows)
    complaints.push('types were not told from values: the check itself is broken')
  for (const complaint of complaints.toSorted((one, other) => one.localeCompare(other)))
    process.stderr.write(`${complaint}\n`)
  process.stdout.write(`layers: ${all.modules} modules, ${all.arrows} arrows, ${complaints.length} forbidden\n`)
  process.exitCode = complaints.length > 0 ? 1 : 0
} finally {
  rmSync(bare, { recursive: true, force: true })
}

async function look(baseDir, forbidden) {
  const there = rooms.filter((room) => existsSync(join(baseDir, room)))
  const options = { ...rules.options, baseDir, validate: true, ruleSet: { forbidden } }
  const { output } = await cruise(there, options, rules.resolve)
  const ours = output.modules.filter((module) => !module.source.includes('node_modules') && !module.coreModule)
  return {
    modules: ours.length,
    arrows: ours.reduce((sum, module) => sum + module.dependencies.length, 0),
    complaints: output.summary.violations.map(told),
  }
}

function told({ rule, from, to, cycle, via }) {
  const way = (cycle ?? via ?? []).map((step) => step.name)
  const why = rules.everyArrow.concat(rules.valuesOnly).find(({ name }) => name === rule.name)?.comment
  const arrow = [from, ...(way.length > 0 ? way : [to])].map((name) => name.replace(/^.*(?=node_modules\/)/, ''))
  return `${rule.name}: ${arrow.join(' -> ')} (${why})`
}
