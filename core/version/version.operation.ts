import { z } from 'zod'
import { coded } from '../card/coded.ts'
import { Fault } from '../error.ts'
import { standing } from '../instance/instance.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { namedOnPlatform, onPlatform } from '../operation/target.ts'
import { imageText } from '../project/arguments.ts'
import { editionArgument, fullVersion, knownVersions, versionArgument } from './known.ts'
import type { Version } from './version.ts'

export const versionSet = operation({
  id: 'version.set',
  summary: 'Say which image an Odoo version is',
  examples: [
    'version set 19.0 --image registry.example/odoo:19.0',
    'version set 18.0 --edition enterprise --image registry.example/odoo-ee:18.0 --registry example',
  ],
  arguments: {
    version: versionArgument,
    image: argument(imageText, { label: 'Image', help: 'registry.example/odoo:19.0' }),
    edition: editionArgument,
    build: argument(z.string().trim().max(80).optional(), { label: 'Build', help: 'Which build of it: `20260105`' }),
    registry: argument(z.string().trim().max(40).optional(), {
      label: 'Registry',
      help: 'Whose login the image needs',
      completes: 'registry',
    }),
  },
  aim: onPlatform,
  least: 'admin',
  effects: ['settings'],
  async change(rows, { house, now }, values) {
    const version = fullVersion(values.version)
    const { image, edition } = values
    const registry = values.registry ? await rows.registry.one({ name: values.registry }) : null
    if (values.registry && !registry)
      throw new Fault('not_found', {
        what: 'registry',
        name: values.registry,
        list: 'registry list',
        field: 'registry',
      })
    const before = await rows.version.one({ version, edition })
    const patch = { image, build: values.build ?? null, registryId: registry?.id ?? null }
    const line: Version = {
      id: before?.id ?? house.chance.id(),
      version,
      edition,
      createdAt: before?.createdAt ?? now,
      ...patch,
    }
    if (before) await rows.version.update({ id: before.id }, patch)
    else await rows.version.insert(line)
    rows.tell({
      type: 'version.set',
      organizationId: null,
      projectId: null,
      jobId: null,
      payload: { version, edition, image },
    })
    return {
      card: {
        title: `Odoo ${version} ${edition}`,
        tone: 'good',
        state: before ? 'changed' : 'set',
        fields: [
          { label: 'Image', value: [{ code: image }] },
          { label: 'Build', value: line.build ?? '–' },
          { label: 'Registry', value: registry?.name ?? 'none: the image is public' },
        ],
        view: 'version list',
        words: [version, edition, image],
      },
      data: versionData(line, registry?.name ?? null),
    }
  },
})

export const versionList = operation({
  id: 'version.list',
  summary: 'The catalogue of Odoo versions',
  examples: ['version list'],
  arguments: {},
  aim: onPlatform,
  least: 'member',
  async answer({ reading }) {
    const [lines, registries] = await Promise.all([
      reading.version.find({}, { order: ['-version', 'edition'] }),
      reading.registry.find(),
    ])
    const nameOf = (id: string | null) => registries.find((registry) => registry.id === id)?.name ?? null
    const without = knownVersions.filter((known) => !lines.some(({ version }) => version === known))
    return {
      card: {
        title: 'Odoo versions',
        table: {
          columns: ['Version', 'Edition', 'Image', 'Build', 'Registry'],
          rows: lines.map((line) => [
            line.version,
            line.edition,
            [{ code: line.image }],
            line.build ?? '–',
            nameOf(line.registryId) ?? '–',
          ]),
          empty: coded('No version has an image yet: `version set` gives it one'),
        },
        lines:
          without.length === 0
            ? []
            : [{ tone: 'idle', text: `Known, without an image of your own: ${without.join(', ')}` }],
        view: 'version list',
        words: ['versions'],
      },
      data: { versions: lines.map((line) => versionData(line, nameOf(line.registryId))), known: knownVersions },
    }
  },
})

export const versionRemove = operation({
  id: 'version.remove',
  summary: 'Take an Odoo version out of the catalogue',
  examples: ['version remove 14.0', 'version remove 18.0 --edition enterprise'],
  arguments: { version: versionArgument, edition: editionArgument },
  aim: namedOnPlatform(({ version }) => version),
  least: 'admin',
  effects: ['settings'],
  confirm: 'button',
  async change(rows, _asking, values) {
    const version = fullVersion(values.version)
    const { edition } = values
    const line = await rows.version.one({ version, edition })
    if (!line) throw new Fault('not_found', { what: 'version', name: `${version} ${edition}`, list: 'version list' })
    const users = (await rows.instance.find({ version, state: { in: standing } })).filter(
      ({ settings }) => (settings.edition ?? 'community') === edition && !settings.image,
    )
    if (users.length > 0) {
      throw new Fault('state_forbids', {
        why: `${users.length} deployed instances are built of ${version} ${edition}.`,
        next: 'Give them an image of their own first, or another line to the version.',
      })
    }
    await rows.version.remove({ id: line.id })
    rows.tell({
      type: 'version.removed',
      organizationId: null,
      projectId: null,
      jobId: null,
      payload: { version, edition },
    })
    return {
      card: {
        title: `Odoo ${version} ${edition}`,
        tone: 'idle',
        state: 'taken out',
        view: 'version list',
        words: [version, edition],
      },
      data: { version, edition },
    }
  },
})

function versionData({ version, edition, image, build }: Version, registry: string | null) {
  return { version, edition, image, build, registry }
}
