import { z } from 'zod'
import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { projectEvent } from '../project/event.ts'
import { instanceArgument } from '../reference/argument.ts'
import { findInstance } from '../reference/find.ts'
import { Secret } from '../secret.ts'
import { confCategory, notInConf, soundsSecret, variableName } from './name.rule.ts'
import { variableData, variableMask } from './variable.card.ts'
import type { Variable } from './variable.ts'

const longest = 16_000

export const variableSet = operation({
  id: 'variable.set',
  summary: 'Set an environment variable of an instance; the next deploy takes it',
  examples: [
    'variable set acme/staging SMTP_HOST mail.example.com --category mail',
    'variable set acme/staging SMTP_PASSWORD --secret',
    'variable set acme/staging smtp_password --secret --category odoo-conf',
  ],
  intro: 'What may be seen goes into Value. A secret goes into Secret value: it is sealed and never shown again.',
  arguments: {
    instance: instanceArgument,
    name: argument(variableName, { label: 'Name', help: 'SMTP_HOST', completes: 'variable', positional: true }),
    value: argument(z.string().max(longest).optional(), {
      label: 'Value',
      help: 'For what may be seen',
      positional: true,
      rest: true,
      hidden: true,
    }),
    secret_value: argument(z.string().max(longest).optional(), {
      label: 'Secret value',
      help: 'For what nobody may see again',
      secret: true,
    }),
    secret: argument(z.boolean().optional(), {
      label: 'Secret',
      help: 'Asks for the value in a form; names that sound like a secret are one unless you say no',
    }),
    category: argument(
      z
        .string()
        .trim()
        .toLowerCase()
        .regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'is one word')
        .optional(),
      { label: 'Category', help: '`general` unless named; `odoo-conf`: an option of odoo.conf, after all others' },
    ),
  },
  aim: (asking, { instance }, use) => findInstance(asking, instance, use),
  least: 'environment',
  effects: ['settings'],
  async change(rows, { house, now, asText }, values, { row, name: target }) {
    const { name, category } = values
    const before = await rows.variable.one({ instanceId: row.instance.id, name })
    const { value, secret } = given(values, before, asText)
    const where = category ?? before?.category ?? 'general'
    const why = where === confCategory ? notInConf(name, value) : null
    if (why !== null) throw new Fault('invalid_arguments', { operation: 'variable set', field: 'name', why })
    const id = before?.id ?? house.chance.id()
    const variable: Variable = {
      id,
      instanceId: row.instance.id,
      category: where,
      name,
      value: secret ? house.vault.seal(new Secret(value), variablePurpose(id)) : value,
      secret,
      createdAt: before?.createdAt ?? now,
    }
    if (before) await rows.variable.update({ id }, { category: variable.category, value: variable.value, secret })
    else await rows.variable.insert(variable)
    rows.tell(projectEvent(row.project, 'variable.set', { instance: target, name, secret }))
    return {
      card: {
        title: `${name} of ${target}`,
        tone: 'good',
        state: before ? 'changed' : 'set',
        lines: [{ text: 'The next deploy takes it' }],
        fields: [
          { label: 'Value', value: secret ? variableMask : value },
          { label: 'Category', value: variable.category },
        ],
        view: `variable list ${target}`,
        words: [name, target, 'variable'],
      },
      data: { instance: target, ...variableData(variable) },
    }
  },
})

/** What the seal of a secret is bound to. */
export function variablePurpose(id: string): string {
  return `variable:${id}`
}

interface Given {
  name: string
  value?: string | undefined
  secret_value?: string | undefined
  secret?: boolean | undefined
}

/** Which value is meant, and whether it may be seen. What was a secret stays one until somebody says otherwise. */
function given(
  { name, value, secret_value, secret: said }: Given,
  before: Variable | null,
  asText: boolean,
): { value: string; secret: boolean } {
  if (secret_value !== undefined && said === false) {
    throw new Fault('invalid_arguments', {
      operation: 'variable set',
      field: 'secret',
      why: 'is needed for a secret value',
    })
  }
  const secret = said ?? (secret_value !== undefined || (before?.secret ?? soundsSecret(name)))
  if (secret && value !== undefined && asText) throw new Fault('secret_in_text', { field: 'value' })
  const meant = secret ? (secret_value ?? value) : value
  if (meant !== undefined) return { value: meant, secret }
  const field = secret ? 'secret_value' : 'value'
  throw new Fault('missing_arguments', {
    operation: 'variable set',
    field,
    fields: `\`${field}\``,
    usage: secret
      ? 'variable set <instance> <name> --secret, in Slack or on the page'
      : 'variable set <instance> <name> <value>',
  })
}
