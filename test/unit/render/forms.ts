import type { Form } from '../../../core/form/form.ts'
import { nasty } from './cards.ts'

export interface FormCase {
  form: Form
  page: number
  values: Record<string, unknown>
  errors: Record<string, string>
}

export const forms: Readonly<Record<string, FormCase>> = {
  server: {
    form: {
      operation: 'server.add',
      title: 'Add a server',
      intro: 'A machine with Docker that answers over SSH.',
      submit: 'Add',
      known: {},
      pages: [
        {
          title: 'Add a server',
          fields: [
            field('server', 'Name', { type: 'text', long: false, secret: false }, true, 'As people will call it.'),
            field('host', 'Host', { type: 'text', long: false, secret: false }, true),
            { ...field('port', 'Port', { type: 'number' }, false), initial: 22 },
            field('password', 'Password', { type: 'text', long: false, secret: true }, false),
            { ...field('check', 'Check at once', { type: 'toggle' }, true), initial: true },
          ],
        },
      ],
    },
    page: 0,
    values: { server: 'box1' },
    errors: { host: 'There is no such host.' },
  },
  instance: {
    form: {
      operation: 'instance.create',
      title: 'Create an instance of Odoo in a project',
      intro: null,
      submit: 'Create',
      known: { environment: 'acme/staging' },
      pages: [
        { title: 'What', fields: [] },
        {
          title: 'Which code',
          fields: [
            field('version', 'Version', choices('choice', ['17.0', '18.0', '19.0']), true),
            field('branch', 'Branch', { type: 'live', completes: 'branch', free: true }, true),
            field('server', 'Server', { type: 'live', completes: 'server', free: false }, true),
            field('modules', 'Modules', choices('several', ['sale', 'stock', 'account', '#odd']), false),
            field('note', 'Note', { type: 'text', long: true, secret: false }, false),
          ],
        },
        { title: 'Where', fields: [] },
      ],
    },
    page: 1,
    values: { version: '19.0', branch: 'main', server: 'box1', modules: ['stock', '#odd'], note: 'one\ntwo' },
    errors: {},
  },
  nasty: {
    form: {
      operation: 'project.edit',
      title: nasty,
      intro: nasty,
      submit: nasty,
      known: { project: nasty },
      pages: [
        {
          title: nasty,
          fields: [
            field('name', nasty, { type: 'text', long: true, secret: false }, true, nasty),
            field('pick', nasty, choices('choice', [nasty, `${nasty}${nasty}`]), true),
          ],
        },
      ],
    },
    page: 0,
    values: { name: `</textarea>${nasty}`, pick: nasty },
    errors: { name: nasty, elsewhere: nasty },
  },
}

type Field = Form['pages'][number]['fields'][number]

function field(name: string, label: string, kind: Field['kind'], required: boolean, help: string | null = null): Field {
  return { name, label, help, required, kind, initial: undefined }
}

function choices(type: 'choice' | 'several', values: readonly string[]): Field['kind'] {
  return { type, options: values.map((value) => ({ value, label: `Take ${value}` })) }
}
