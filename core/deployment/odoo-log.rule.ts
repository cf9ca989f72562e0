/** What a log of Odoo says went wrong: cut out, with the module whose fault it is. */
export interface Trouble {
  /** Null where the log names none. */
  module: string | null
  /** The file of a migration, where it was one: `migrations/19.0.1.1.0/post-move.py`. */
  migration: string | null
  /** What it lacks, where that is what is wrong. */
  lacks: Lack | null
  /** The last word of it: `ValueError: no such state`. */
  why: string
  /** The lines worth showing, as Odoo wrote them. */
  lines: string[]
}

export type Lack =
  | { what: 'addon' | 'library'; names: string }
  /** Its manifest says that it is not to be installed. */
  | { what: 'leave' }

const entry = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ ([A-Z]+) (\S+) ([\w.]+): (.*)$/
const mostLines = 60

/** Sayings of Odoo after which it may well end with 0. */
const sayings: readonly { is: RegExp; module?: number }[] = [
  { is: /Unable to (?:install|upgrade) module "([^"]+)"/, module: 1 },
  { is: /You try to (?:install|upgrade)(?: the)? module "?([\w]+)"? that depends on/, module: 1 },
  { is: /module (\w+): Unmet dependenc(?:y|ies): /, module: 1 },
  { is: /[Mm]odule (\w+): not installable, skipped/, module: 1 },
  { is: /invalid module names, ignored: (\w+)/, module: 1 },
  { is: /Some modules are not loaded, some dependencies or manifest may be missing: \['(\w+)'/, module: 1 },
  { is: /Some modules have inconsistent states/ },
]

export function troubleIn(log: readonly string[]): Trouble | null {
  const cut = tracebackIn(log)
  if (cut === null) return saidIn(log)
  const { from, lines } = cut
  const why = lines.findLast((line) => /^[\w.]+(?:: |$)/.test(line) && !entry.test(line)) ?? lines.at(-1) ?? ''
  const said = sayings.find(({ is }) => is.test(lines.join('\n')))
  const named = said?.module === undefined ? null : said.is.exec(lines.join('\n'))?.[said.module]
  const module = named ?? moduleIn(lines) ?? loadingBefore(log.slice(0, from))
  return {
    module,
    migration: migrationIn(lines),
    lacks: lackIn(lines, module),
    why: why.trim(),
    lines: lines.slice(-mostLines),
  }
}

/** In words of Odoo 15 to 19, and of Python. */
const lacking: readonly { is: RegExp; what: Lack['what'] }[] = [
  { is: /No module named '(?:odoo|openerp)\.addons\.(\w+)/, what: 'addon' },
  { is: /that depends on(?: the)? module:? "?(\w+)/, what: 'addon' },
  { is: /module \w+: Unmet dependenc(?:y|ies): ([\w, ]*\w)/, what: 'addon' },
  { is: /[Ee]xternal dependency '?([\w.-]+)'? (?:not installed|is not)/, what: 'library' },
  { is: /external dependency is not met: (?:Python library not installed: )?([\w.-]+)/, what: 'library' },
  { is: /ModuleNotFoundError: No module named '([\w.]+)'/, what: 'library' },
  { is: /[Mm]odule (\w+): not installable, skipped/, what: 'leave' },
]

function lackIn(lines: readonly string[], module: string | null): Lack | null {
  for (const { is, what } of lacking) {
    const names = lines.map((line) => is.exec(line)?.[1]).find((found) => found !== undefined)
    if (names === undefined) continue
    if (what === 'leave') return { what }
    // A file of its own that it looks for in vain is no addon that is missing.
    return names === module ? null : { what, names }
  }
  return null
}

/** The last one: what was raised before it led to it, and stands above it in the same block. */
function tracebackIn(log: readonly string[]): { from: number; lines: string[] } | null {
  const last = log.findLastIndex((line) => line.startsWith('Traceback (most recent call last):'))
  if (last < 0) return null
  let from = last
  while (from > 0 && !entry.test(log[from] ?? '')) from--
  if (!entry.test(log[from] ?? '')) from = log.indexOf('Traceback (most recent call last):')
  const after = log.findIndex((line, index) => index > last && entry.test(line))
  return { from, lines: log.slice(from, after < 0 ? log.length : after).filter((line) => line.trim() !== '') }
}

function saidIn(log: readonly string[]): Trouble | null {
  for (const { is, module } of sayings) {
    const at = log.findIndex((line) => is.test(line))
    const line = log[at]
    if (line === undefined) continue
    const why = entry.exec(line)?.[4] ?? line
    const named = (module && is.exec(line)?.[module]) || null
    return { module: named, migration: null, lacks: lackIn([line], null), why, lines: [line] }
  }
  const at = log.findLastIndex((line) => ['ERROR', 'CRITICAL'].includes(entry.exec(line)?.[1] ?? ''))
  const line = log[at]
  if (line === undefined) return null
  const why = entry.exec(line)?.[4] ?? line
  return { module: loadingBefore(log.slice(0, at)), migration: null, lacks: lackIn([line], null), why, lines: [line] }
}

const mounted = /\/mnt\/extra-addons\/[^/"]+\/(?:[0-9a-f]{40}\/)?([A-Za-z_]\w*)\//
const standard = /\/odoo\/addons\/([A-Za-z_]\w*)\//

/** The innermost file that is a module's own. */
function moduleIn(lines: readonly string[]): string | null {
  const inOrder = [...lines].reverse()
  for (const kind of [mounted, standard])
    for (const line of inOrder) {
      const found = kind.exec(line)?.[1]
      if (found) return found
    }
  return null
}

function migrationIn(lines: readonly string[]): string | null {
  for (const line of [...lines].reverse()) {
    const found = /\/((?:migrations|upgrades)\/[^/"]+\/(?:pre|post|end)-[^/"]+\.py)/.exec(line)?.[1]
    if (found) return found
  }
  return null
}

function loadingBefore(log: readonly string[]): string | null {
  const said = log.findLast((line) => /Loading module (\w+) \(/.test(line)) ?? ''
  return /Loading module (\w+) \(/.exec(said)?.[1] ?? null
}
