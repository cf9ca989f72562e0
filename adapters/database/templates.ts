import type { ContainerSpec, Containers } from '../../core/ports/containers.ts'
import type { TemplateCopy, TemplateSource, Templates } from '../../core/ports/databases.ts'
import type { Files } from '../../core/ports/files.ts'
import { dumpsMount } from './dumps.ts'
import { copying, making } from './template-scripts.ts'

/** So many on a server; those that were not made or used the longest go. */
const mostKept = 4

/** Each is a folder: a cluster that was stopped cleanly, and the attachments that go with it. */
export function templatesIn(containers: Containers, files: Files, base: string): Templates {
  const folder = `${base}/templates`
  return {
    async first(names) {
      const there = await files.list(folder)
      return names.find((name) => there.includes(name)) ?? null
    },
    async copy(name, copy) {
      const spec = container(
        copy,
        copying,
        [name, copy.database],
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
