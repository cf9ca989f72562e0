import { soundsSecret } from '../variable/name.rule.ts'
import { isManaged } from './managed-conf.rule.ts'

export type Conf = { ok: true } | { ok: false; why: string }

/** Text for odoo.conf as people paste it: lines `key = value`, comments, and the section `[options]`. */
export function checkedConf(text: string): Conf {
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue
    if (/^\[[^\]]+\]$/.test(line)) continue
    const key = /^([A-Za-z_][\w.-]*)\s*[=:]/.exec(line)?.[1]
    // A line that is indented goes on with the value above it – or is a key of its own, where none is above.
    if (!key && /^\s/.test(raw) && index > 0) continue
    if (!key) return { ok: false, why: `line ${index + 1} is not like key = value` }
    if (!isManaged(key) && soundsSecret(key)) {
      return {
        ok: false,
        why: `${key} holds a secret: set it with \`variable set --category odoo-conf\`, which seals it`,
      }
    }
    if (isManaged(key)) return { ok: false, why: `${key} is set by Pilothouse and cannot stand in it` }
  }
  return { ok: true }
}
