import { Secret } from '../../secret.ts'
import { adminHash } from '../admin-password.ts'
import { odooConf } from '../conf.rule.ts'
import type { Deploy } from '../deploy.stage.ts'

/** It holds the passwords, so it is a secret as a whole. */
export async function confOf(work: Deploy): Promise<Secret> {
  const hash = await adminHash(work.secret('admin'), work.input.instance.id)
  const variable = (name: string) => work.secret(`variable:${name}`).reveal()
  return new Secret(odooConf(work.input, { database: work.secret('database').reveal(), adminHash: hash, variable }))
}
