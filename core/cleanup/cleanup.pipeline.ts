import { databaseName, odooName } from '../deployment/names.rule.ts'
import { connecting } from '../pipeline/connecting.ts'
import type { Pipeline, Work } from '../pipeline/stage.ts'
import { type Cleanup, cleanupPipelineName, type InstanceCleanup } from './cleanup.ts'

type Cleaning = Work<Cleanup>

const patient = { times: 3, afterMs: 1000 }

export const cleanupPipeline: Pipeline<Cleanup> = {
  name: cleanupPipelineName,
  stages: [
    connecting({ retries: patient }),
    {
      id: 'removing_releases',
      title: 'Removing old releases',
      description: 'Containers, code, configuration and dumps that nobody goes back to',
      needs: ['connecting'],
      deadlineMs: 900_000,
      idleMs: 300_000,
      retries: patient,
      expectedMs: 3000,
      async run(work) {
        for (const instance of work.input.instances) await cleaned(work, instance)
        if (!work.input.instances.some(({ folders }) => folders.length > 0)) return
        const { repositories } = await work.host()
        await repositories.prune()
        work.say('info', 'Mirrors of repositories let go of the commits that no release has any more')
      },
    },
    {
      id: 'removing_images',
      title: 'Removing images',
      description: 'Those that our deploys brought and no container uses',
      needs: ['removing_releases'],
      deadlineMs: 900_000,
      idleMs: 300_000,
      retries: patient,
      expectedMs: 3000,
      async run(work) {
        const { images } = await work.host()
        for (const image of work.input.images) {
          const gone = await images.removeUnused(image)
          work.say('info', gone ? `Image ${image} removed` : `Image ${image} stays: a container uses it`)
        }
      },
    },
  ],
}

async function cleaned(work: Cleaning, { id, path, runs, containers, folders, files, kilobytes }: InstanceCleanup) {
  const host = await work.host()
  const serving = odooName(id, runs)
  const serves = await host.proxy.serves(id)
  // Since it was planned somebody may have gone back to what was nobody’s then.
  if ((serves !== null && serves !== serving) || (await host.containers.find(serving)) === null) {
    work.say('warning', `${path}: something else runs now than when this was planned, so nothing of it is removed`)
    return
  }
  for (const name of containers) {
    const found = await host.containers.find(name)
    if (found && found.state !== 'running') await host.containers.remove(name)
  }
  const database = databaseName(id)
  const ready = (await host.containers.find(database))?.state === 'running'
  // The folder of dumps is PostgreSQL's own.
  for (const one of files) await (ready ? host.databases.dropDump(database, one) : host.files.remove(one))
  for (const one of folders) await host.files.remove(one)
  const room = kilobytes === null ? '' : `, ${Math.ceil(kilobytes / 1024)} MB`
  const count = containers.length + folders.length + files.length
  work.say('info', `${path}: ${count} things removed${room}`)
}
