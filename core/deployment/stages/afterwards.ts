import type { RemoteHost } from '../../ports/host.ts'
import { labelNames } from '../../ports/labels.ts'
import type { Deploy } from '../deploy.stage.ts'
import { odooName } from '../names.rule.ts'
import { atItsShare } from './pace.ts'
import { keepSpare, removeOdoo } from './spare.ts'
import { stockTemplate } from './stock-template.ts'

/** What the next deploy has of this one, and what nobody needs any more. */
export async function afterwards(work: Deploy): Promise<void> {
  const host = await work.host()
  await atItsShare(work)
  await forgetOlder(work, host)
  await stockTemplate(work, host)
  await keepSpare(work, host)
}

/**
 * Odoo of releases from further back. The one from just before stays, stopped: it is the way back. Code, dumps and
 * configuration stay as long as they are wanted, see `retention.rule.ts`.
 */
async function forgetOlder(work: Deploy, host: RemoteHost): Promise<void> {
  const { id, before, instance } = work.input
  const kept = [id, before?.release].map((release) => release && odooName(instance.id, release))
  for (const { name } of await host.containers.list({ [labelNames.instance]: instance.id })) {
    if (!name.startsWith(odooName(instance.id, '')) || kept.includes(name)) continue
    await host.containers.stop(name, 10)
    await removeOdoo(work, host, name)
  }
}
