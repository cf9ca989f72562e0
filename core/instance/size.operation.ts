import { z } from 'zod'
import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { projectEvent } from '../project/event.ts'
import { instanceArgument } from '../reference/argument.ts'
import { findInstance } from '../reference/find.ts'
import { amountText, gigabytes, megabytes } from './amount.ts'
import { instanceData, sizeFields } from './instance.card.ts'

export const instanceSize = operation({
  id: 'instance.size',
  summary: 'Set how much CPU, memory and disk an instance has; the next deploy takes it',
  examples: ['instance size acme/staging --cpu 2 --memory 4G', 'instance size acme/staging --disk 40G'],
  arguments: {
    instance: instanceArgument,
    cpu: argument(z.coerce.number().min(0.25).max(128).optional(), { label: 'CPU', help: 'Cores: 0.5, 2, 4' }),
    memory: argument(amountText.optional(), { label: 'Memory', help: 'In MB, or like 4G' }),
    disk: argument(amountText.optional(), { label: 'Disk', help: 'In GB, or like 40G' }),
  },
  aim: (asking, { instance }, use) => findInstance(asking, instance, use),
  least: 'environment',
  effects: ['settings'],
  current: (_asking, { row: { instance } }) =>
    Promise.resolve({
      cpu: instance.size.cpu,
      memory: String(instance.size.memoryMb),
      disk: String(instance.size.diskGb),
    }),
  async change(rows, _asking, { cpu, memory, disk }, { row, name }) {
    if (cpu === undefined && memory === undefined && disk === undefined) {
      throw new Fault('missing_arguments', {
        operation: 'instance size',
        field: 'cpu',
        fields: '`cpu`, `memory` or `disk`',
        usage: 'instance size <instance> [--cpu <cores>] [--memory <MB>] [--disk <GB>]',
      })
    }
    const before = await rows.instance.one({ id: row.instance.id })
    if (!before) throw new Fault('not_found', { what: 'instance', name, list: 'instance list' })
    const size = {
      cpu: cpu ?? before.size.cpu,
      memoryMb: memory === undefined ? before.size.memoryMb : megabytes(memory),
      diskGb: disk === undefined ? before.size.diskGb : gigabytes(disk),
    }
    await rows.instance.update({ id: before.id }, { size })
    rows.tell(projectEvent(row.project, 'instance.sized', { instance: name, ...size }))
    const found = { ...row, instance: { ...before, size } }
    return {
      card: {
        title: `Size of ${name}`,
        tone: 'good',
        state: 'kept',
        lines: [{ text: 'The next deploy takes it' }],
        fields: sizeFields(found.instance),
        view: `instance show ${name}`,
        words: [name, 'size'],
      },
      data: instanceData(found),
    }
  },
})
