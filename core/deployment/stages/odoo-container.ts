import { sharesOf } from '../../instance/share.rule.ts'
import { type ContainerSpec, pinned } from '../../ports/containers.ts'
import { proxyNetwork, spareLabel } from '../../ports/labels.ts'
import type { Deploy } from '../deploy.stage.ts'
import { launcher, launcherText, ownMount } from '../launcher.rule.ts'
import { addonsMount, labelsOf, namesOf, servingWord } from '../names.rule.ts'
import { printOf } from '../print.ts'
import { readerText } from '../reader.rule.ts'

interface Once {
  name: string
  /** What it waits for: a file beside its configuration. */
  word: string
  command: readonly string[]
  environment: Readonly<Record<string, string>>
}

/** Odoo of this release: serving, or once for a command of its own. */
export function odooContainer(work: Deploy, once?: Once): ContainerSpec {
  const release = work.input
  const names = namesOf(release)
  const inside = { name: names.network, alias: once ? null : names.odooAlias }
  const variables = release.variables.filter(({ conf }) => !conf)
  const plain = variables.flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const]))
  const hidden = variables.flatMap(({ name, value }) =>
    value === null ? [[name, work.secret(`variable:${name}`)] as const] : [],
  )
  const spec = {
    name: once?.name ?? names.odoo,
    image: builtImage(work),
    networks: once ? [inside] : [inside, { name: proxyNetwork, alias: null }],
    limits: sharesOf(release.size).odoo,
    mounts: [
      { source: names.own, target: ownMount, readOnly: true },
      // All of it: what is fetched later is seen in there too.
      { source: names.code, target: addonsMount, readOnly: true },
      { source: names.data, target: '/var/lib/odoo', readOnly: false },
      { source: names.logs, target: '/var/log/odoo', readOnly: false },
    ],
    environment: { ODOO_RC: `${ownMount}/odoo.conf`, ...once?.environment, ...Object.fromEntries(plain) },
    secrets: Object.fromEntries(hidden),
    // Past the image's own way in, which would put the password of the database into the list of processes.
    entrypoint: ['sh'],
    command: [launcher, ...(once ? [once.word, ...once.command] : [servingWord])],
  }
  // Of its release it has the folder alone, so another one may take it up that wants the same otherwise.
  const print = printOf({
    ...spec,
    name: null,
    mounts: spec.mounts.filter(({ target }) => target !== ownMount),
    secrets: variables.map(({ sealed }) => sealed?.value ?? null),
    started: [launcherText, readerText],
  })
  return { ...spec, labels: labelsOf(release, work.jobId, print) }
}

/** Odoo that waits in a folder of its own, and not where anybody looks for the one that serves. */
export function spareContainer(work: Deploy): ContainerSpec {
  const { releases, spare } = namesOf(work.input)
  const { labels, ...spec } = odooContainer(work)
  const folder = `spare-${work.jobId.slice(-8)}`
  return {
    ...spec,
    name: spare,
    networks: spec.networks.filter(({ alias }) => alias === null),
    mounts: spec.mounts.map((one) => (one.target === ownMount ? { ...one, source: `${releases}/${folder}` } : one)),
    labels: { ...labels, [spareLabel]: folder },
  }
}

/** With what the addons want installed, where that could be built; the plain one otherwise. */
export function builtImage(work: Deploy): string {
  const kept = work.kept('installing_dependencies')
  const built = kept !== null && typeof kept === 'object' && 'image' in kept ? kept.image : null
  return typeof built === 'string' ? built : pinned(work.input.image)
}
