import { lab } from '../../lab/endpoints.ts'
import { report } from '../figure.ts'
import { manyFigures } from './many.ts'
import { Ours } from './ours.ts'
import { pairFigures } from './pairs.ts'
import { Plain } from './plain.ts'

/** Deploys onto a real server, against a plain script that does the same there. `DEPLOY_ODOO` names another image. */
export async function reportDeploys(): Promise<void> {
  const found = lab()
  if (!found) {
    process.stderr.write('deploys are left out: there is no lab, npm run lab makes it\n')
    return
  }
  const odoo = process.env['DEPLOY_ODOO'] ?? found.images.odoo
  const ours = await Ours.start(found, odoo)
  try {
    const { server, addons } = ours.floor
    const plain = await Plain.start(found, server, { repository: addons.url, odoo })
    report(await pairFigures(ours, plain))
    await plain.stop()
    report(await manyFigures(ours))
  } finally {
    await ours.stop()
  }
}
