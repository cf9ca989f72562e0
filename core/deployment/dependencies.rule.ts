import { maskedText } from '../audit/masked.rule.ts'
import type { Dependencies } from '../ports/repositories.ts'

export interface Asking extends Dependencies {
  /** The repository. */
  name: string
}

export interface Conflict {
  package: string
  /** `org-theme wants ==1.0`, … */
  wishes: string[]
}

export interface Merged extends Dependencies {
  /** Repositories that ask for something. */
  from: string[]
  conflicts: Conflict[]
}

interface Wish {
  package: string
  version: string
  /** Only where this holds: `python_version < "3.12"` */
  marker: string
  line: string
}

/** What all repositories want, each thing once; two versions of one thing are told and not tried. */
export function merged(each: readonly Asking[]): Merged {
  const asking = each.filter(({ apt, pip }) => apt.length + pip.length > 0)
  const apt = asking.flatMap(({ name, apt: lines }) => lines.map((line) => ({ of: name, ...aptWish(line) })))
  const pip = asking.flatMap(({ name, pip: lines }) => lines.map((line) => ({ of: name, ...pipWish(line) })))
  return {
    from: asking.map(({ name }) => name),
    apt: lines(apt),
    pip: lines(pip),
    conflicts: [...conflicts(apt), ...conflicts(pip)],
  }
}

/** What one repository asks for, in one line: the address of a package may have a login in it. */
export function wishesOf({ name, apt, pip }: Asking): string {
  const parts = [apt.length > 0 ? `apt ${apt.join(', ')}` : '', pip.length > 0 ? `pip ${pip.join(', ')}` : '']
  return maskedText(`${name}: ${parts.filter((part) => part !== '').join('; ')}`)
}

function aptWish(line: string): Wish {
  const [name = '', version = ''] = line.split('=')
  return { package: name, version, marker: '', line }
}

/** `Python_LDAP [extra] == 3.4.3 ; python_version < "3.12"`; the same package is written in many ways. */
function pipWish(line: string): Wish {
  const [wish = '', marker = ''] = line.split(/\s*;\s*/, 2)
  const [, name = wish, pinned = ''] =
    /^([A-Za-z0-9._-]+)\s*(?:\[[^\]]*\])?\s*(?:={2,3}\s*([^\s,]+)\s*)?$/.exec(wish) ?? []
  return { package: name.toLowerCase().replaceAll(/[-_.]+/g, '-'), version: pinned, marker, line }
}

function lines(wishes: readonly Wish[]): string[] {
  const once = new Map(wishes.map((one) => [`${one.package} ${one.version} ${one.marker} ${rest(one)}`, one.line]))
  return [...once.values()].toSorted()
}

/** Of one that is pinned nothing else matters; of another every letter does. */
function rest({ version, line }: Wish): string {
  return version === '' || line.includes('[') ? line : ''
}

function conflicts(wishes: readonly (Wish & { of: string })[]): Conflict[] {
  const pinned = wishes.filter(({ version }) => version !== '')
  const keys = new Set(pinned.map(keyOf))
  return [...keys]
    .map((key) => pinned.filter((one) => keyOf(one) === key))
    .filter((group) => new Set(group.map(({ version }) => version)).size > 1)
    .map((group) => ({
      package: group[0]?.package ?? '',
      wishes: group.map(({ of, version }) => `${of} wants ${version}`),
    }))
}

function keyOf({ package: name, marker }: Wish): string {
  return `${name};${marker}`
}
