import { overridesIn } from '../conf.rule.ts'
import { type Deploy, type DeployStage, patient } from '../deploy.stage.ts'
import { launcherText } from '../launcher.rule.ts'
import { namesOf, odooOwner } from '../names.rule.ts'
import { textPrint } from '../print.ts'
import { readerText } from '../reader.rule.ts'
import { confOf } from './conf-of.ts'
import { takeSpare } from './spare.ts'
import { removeWaiting, startFirst } from './waiting.ts'
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
    const isSame = async (path: string, text: string) => (await files.print(path)) === textPrint(text)
    if (!(await isSame(conf, (await confOf(work)).reveal()))) return false
    // A release that comes back may have been made by an earlier version of ours, which started it another way.
    const started = await Promise.all([isSame(start, launcherText), isSame(reader, readerText)])
    return started.every((same) => same)
  },
  async run(work) {
    work.say('info', 'Generating Odoo configuration...')
    const { files } = await work.host()
    const names = namesOf(work.input)
    const owner = odooOwner(work.input)
    const folders = Promise.all([
      ...[names.data, names.logs].map((folder) => files.makeFolder(folder, owner)),
      files.makeFolder(names.code),
      // Of an earlier try: what it spoke of may not be there.
      files.remove(names.codeWord),
    ])
    folders.catch(() => {})
    // Before anything is written into the folder that it brings with it: what it was started by is there then.
    const taken = isImageKnown(work) ? await takeSpare(work) : null
    const start = taken ? [] : [files.write(names.start, launcherText), files.write(names.reader, readerText)]
    await Promise.all([folders, ...start])
    await Promise.all([
      // Whoever finds it takes all of the above for done.
      confOf(work).then((conf) => files.write(names.conf, conf, owner)),
      isImageKnown(work) ? startFirst(work) : undefined,
    ])
    work.say('info', 'Configuration generated')
    const own = overridesIn(work.input)
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

/** Where packages are wanted it is known later. */
function isImageKnown({ input }: Deploy): boolean {
  return input.sources.every(({ asks }) => asks === false)
}
