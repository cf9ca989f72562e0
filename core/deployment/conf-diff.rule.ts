import { odooConf } from './conf.rule.ts'
import { addonsMount } from './names.rule.ts'
import type { Release } from './release.ts'

/** What Odoo would read otherwise than now, a line each; values that may be secrets are not said. */
export function confDiff(before: Release, after: Release): string[] {
  const [one, other] = [valuesOf(before), valuesOf(after)]
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((key) => {
    const [was, is] = [one.get(key), other.get(key)]
    if (was === is) return []
    return [`${key}: ${shown(key, was)} → ${shown(key, is)}`]
  })
}

const unsaid = { database: '', adminHash: '', variable: () => '•••' }
const secretive = /pass|secret|token|key|salt/i

/** As the whole file says it, by section: what is the tool's own is among it. */
function valuesOf(release: Release): Map<string, string> {
  const values = new Map<string, string>()
  let section = ''
  for (const line of odooConf(release, unsaid).split('\n')) {
    const head = /^\[(.+)\]$/.exec(line)?.[1]
    const [name = '', ...rest] = line.split(/[=:]/)
    if (head !== undefined) section = head === 'options' ? '' : `[${head}] `
    else if (rest.length > 0) values.set(`${section}${name.trim()}`, withoutCommits(line.slice(name.length + 1).trim()))
  }
  return values
}

const ofCommit = new RegExp(`(?<=${addonsMount}/[^/,]+)/[0-9a-f]{40}`, 'g')

/** Other code is told of as such. */
function withoutCommits(value: string): string {
  return value.replaceAll(ofCommit, '')
}

function shown(key: string, value: string | undefined): string {
  if (value === undefined) return 'not set'
  if (secretive.test(key)) return '•••'
  if (value === '') return 'empty'
  return value.length > 80 ? `${value.slice(0, 79)}…` : value
}
