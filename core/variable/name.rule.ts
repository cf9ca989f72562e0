import { z } from 'zod'

/** The image's own: Odoo's entrypoint reads them, and another value would cut the instance off its database. */
const taken = ['HOST', 'PORT', 'USER', 'PASSWORD', 'PGHOST', 'PGPORT', 'PGUSER', 'PGPASSWORD', 'PATH', 'ODOO_RC']

export const variableName = z
  .string()
  .trim()
  .max(100)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is a name like SMTP_HOST: letters, digits and underscores')
  .refine((name) => !taken.includes(name.toUpperCase()), { message: 'is set by Pilothouse itself' })

const sounds =
  /PASSWORD|PASSWD|PASSPHRASE|(?:^|_)PASS(?:_|$)|SECRET|TOKEN|CREDENTIAL|(?:API|ACCESS|PRIVATE|MASTER|ENCRYPTION)_?KEY/i

/** Whoever names it so means a secret, also where nobody said it. */
export function soundsSecret(name: string): boolean {
  return sounds.test(name)
}
