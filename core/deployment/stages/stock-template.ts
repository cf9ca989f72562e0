import { pinned } from '../../ports/containers.ts'
import type { RemoteHost } from '../../ports/host.ts'
import type { Deploy } from '../deploy.stage.ts'
import { databaseRole, labelsOf, namesOf } from '../names.rule.ts'
import { blankName, templateName } from '../template.rule.ts'

/**
 * The next one that is initialised alike takes a copy. It is made of the dump from just after the initialisation, in a
 * container that nobody waits for: this deploy has nothing of it, and whether it succeeds is nothing to it.
 */
export async function stockTemplate(work: Deploy, host: RemoteHost): Promise<void> {
  const names = namesOf(work.input)
  const { databases } = host
  if (work.input.way !== 'first' || !(await databases.dumped(names.database, names.pristine))) return
  const template = templateName(work.input)
  if (await databases.templates.first([template])) return databases.dropDump(names.database, names.pristine)
  await databases.templates.make(
    { whole: template, blank: blankName(work.input) },
    {
      container: names.stock,
      image: pinned(work.input.postgres),
      labels: labelsOf(work.input, work.jobId),
      database: names.databaseName,
      role: databaseRole,
      dump: names.pristine,
      data: names.data,
    },
  )
}
