import type { ContainerSpec, Containers, Volumes } from '../../core/ports/containers.ts'
import type { TemplateCopy, TemplateSource, Templates } from '../../core/ports/databases.ts'
import type { Files } from '../../core/ports/files.ts'
import type { RemoteHost } from '../../core/ports/host.ts'
import { dumpsMount } from './dumps.ts'
import { copying, making, needsRoot } from './template-scripts.ts'

/** So many on a server; those that were not made or used the longest go. */
const mostKept = 4

/** More than a few hundred megabytes are in no template; a copy that hangs is made anew. */
const copyMs = 240_000

/** What a copy stands upon. */
export interface Ground {
  containers: Pick<Containers, 'once' | 'begin'>
  files: Files
  volumes: Pick<Volumes, 'find'>
  run: RemoteHost['run']
}

/** Each is a folder: a cluster that was stopped cleanly, and the attachments that go with it. */
export function templatesIn({ containers, files, volumes, run }: Ground, base: string): Templates {
  const folder = `${base}/templates`
  return {
    async first(names) {
      const there = await files.list(folder)
      return names.find((name) => there.includes(name)) ?? null
    },
    async copy(name, copy) {
      const words = [name, copy.database]
      const volume = await volumes.find(copy.volume)
      // Where we are root on the server it needs no container, whose start takes longer than the copy.
      if (volume?.place) {
        const places = [folder, volume.place, copy.data, copy.marker]
        const { code } = await run(['sh', '-c', copying, 'sh', ...places, ...words], { deadlineMs: copyMs })
        if (code !== needsRoot) return code === 0
      }
      const spec = container(
        copy,
        copying,
        ['/templates', '/to', '/data', '', ...words],
        [
          { source: folder, target: '/templates', readOnly: false },
          { source: copy.volume, target: '/to', readOnly: false },
          { source: copy.data, target: '/data', readOnly: false },
        ],
      )
      const { code } = await containers.once(spec, () => {})
      return code === 0
    },
    async make({ whole, blank }, source) {
      await files.makeFolder(folder, { uid: 0, gid: 0 })
      const dump = source.dump.split('/').at(-1) ?? ''
      const dumps = source.dump.slice(0, -dump.length - 1)
      const words = [whole, dump, source.database, source.role, String(mostKept), blank]
      const spec = container(source, making, words, [
        { source: folder, target: '/templates', readOnly: false },
        { source: dumps, target: dumpsMount, readOnly: false },
        { source: source.data, target: '/data', readOnly: true },
      ])
      await containers.begin(spec)
    },
  }
}

function container(
  { container: name, image, labels }: TemplateCopy | TemplateSource,
  script: string,
  words: readonly string[],
  mounts: ContainerSpec['mounts'],
): ContainerSpec {
  return {
    name,
    image,
    labels,
    networks: [],
    limits: { cpu: 1, memoryMb: 512 },
    mounts,
    environment: {},
    secrets: {},
    // The image's own way in is for the server alone.
    command: ['sh', '-c', script, 'sh', ...words],
    user: '0:0',
  }
}
