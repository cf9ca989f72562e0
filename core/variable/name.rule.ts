import { z } from 'zod'
import { isManaged } from '../instance/managed-conf.rule.ts'

/** The image's own: Odoo's entrypoint reads them, and another value would cut the instance off its database. */
const taken =
  /^(?:HOST|PORT|USER|PASSWORD|PATH|ODOO_RC|PG(?:HOST(?:ADDR)?|PORT|USER|PASSWORD|PASSFILE|DATABASE|OPTIONS|SERVICE))$/i

export const variableName = z
  .string()
  .trim()
  .max(100)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is a name like SMTP_HOST: letters, digits and underscores')
  .refine((name) => !taken.test(name), { message: 'is set by Pilothouse itself' })

/** What stands in it is an option of odoo.conf, and nothing of the container's environment. */
export const confCategory = 'odoo-conf'

/** Where Odoo would read another line. */
const lineEnd = /[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/

/** Why it cannot stand in odoo.conf; null where it can. */
export function notInConf(name: string, value: string): string | null {
  if (isManaged(name)) return `${name} is set by Pilothouse and cannot stand in odoo.conf`
  return lineEnd.test(value) ? 'an option of odoo.conf has one line' : null
}

const sounds =
  /PASSWORD|PASSWD|PASSPHRASE|(?:^|_)PASS(?:_|$)|SECRET|TOKEN|CREDENTIAL|(?:API|ACCESS|PRIVATE|MASTER|ENCRYPTION)_?KEY/i

/** Whoever names it so means a secret, also where nobody said it. */
export function soundsSecret(name: string): boolean {
  return sounds.test(name)
}
