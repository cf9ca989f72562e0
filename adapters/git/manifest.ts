import { literalOf } from './literal.ts'

export interface Manifest {
  depends: readonly string[]
  installable: boolean
  version: string | null
  /** Odoo installs it by itself as soon as what it stands upon is there. */
  automatic: boolean
}

/** What stands in a `__manifest__.py`. One that nobody can read says nothing: Odoo will tell of it. */
export function manifestOf(module: string, text: string): Manifest {
  const value = literalOf(text)?.value
  const said = value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {}
  const depends = said['depends']
  const named = Array.isArray(depends) ? depends.filter((one) => typeof one === 'string') : []
  const version = said['version']
  return {
    // Everything stands upon base, said or not.
    depends: named.length > 0 || module === 'base' ? named : ['base'],
    installable: said['installable'] !== false && said['installable'] !== 0,
    automatic: Boolean(said['auto_install']),
    version: typeof version === 'string' ? version : null,
  }
}
