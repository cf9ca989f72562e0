import { Secret } from '../../secret.ts'
import { adminHash } from '../admin-password.ts'
import { odooConf, overridesIn } from '../conf.rule.ts'
import { type Deploy, type DeployStage, patient } from '../deploy.stage.ts'
import { launcherText, readerText } from '../launcher.rule.ts'
import { namesOf, odooOwner } from '../names.rule.ts'
import { textPrint } from '../print.ts'
import { removeWaiting, startWaiting } from './waiting.ts'
import { stays } from './way-back.ts'

export const generatingConfig: DeployStage = {
  id: 'generating_config',
  title: 'Generating config',
  description: 'odoo.conf, from the size, the settings and what people wrote themselves',
  // All that it says stands in the plan: neither code nor database has to be there for it. But where we are not root,
  // a container of some image gives the files to their owner.
  needs: ['pulling_image', 'creating_network'],
  deadlineMs: 60_000,
  retries: patient,
  expectedMs: 500,
  async done(work) {
    const { files } = await work.host()
    const { conf, start, reader } = namesOf(work.input)
    const prints = await Promise.all([conf, start, reader].map((path) => files.print(path)))
    // A release that comes back may have been made by an earlier version of ours, which started it another way.
    const wanted = [(await confOf(work)).reveal(), launcherText, readerText].map(textPrint)
    return prints.every((print, index) => print === wanted[index])
  },
  async run(work) {
    work.say('info', 'Generating Odoo configuration...')
    const { files } = await work.host()
    const names = namesOf(work.input)
    const owner = odooOwner(work.input)
    await Promise.all([
      ...[names.data, names.logs].map((folder) => files.makeFolder(folder, owner)),
      files.makeFolder(names.code),
      files.write(names.start, launcherText),
      files.write(names.reader, readerText),
    ])
    // Where packages are wanted, its image is only known later.
    const isPlain = work.input.sources.every(({ asks }) => asks === false)
    await Promise.all([
      // Whoever finds it takes all of the above for done.
      confOf(work).then((conf) => files.write(names.conf, conf, owner)),
      isPlain ? startWaiting(work) : undefined,
    ])
    work.say('info', 'Configuration generated')
    const own = overridesIn(work.input.settings.odooConf)
    if (own > 0) work.say('info', `Generated odoo.conf with ${own} custom overrides`)
  },
  rescue: removeWaiting,
  async clean(work) {
    await removeWaiting(work)
    if (work.input.again || (await stays(work))) return
    const { files } = await work.host()
    const names = namesOf(work.input)
    await files.remove(names.own)
    if (work.input.before === null) await files.remove(names.folder)
  },
}

/** It holds the passwords, so it is a secret as a whole. */
async function confOf(work: Deploy): Promise<Secret> {
  const hash = await adminHash(work.secret('admin'), work.input.instance.id)
  return new Secret(odooConf(work.input, { database: work.secret('database').reveal(), adminHash: hash }))
}
