import type { KnownBlock, ModalView } from '@slack/types'
import type { Form, FormPage } from '../../../core/form/form.ts'
import { cut, harmless, oneLine } from '../../presenter/harmless.ts'
import { input, textOf } from './input.ts'
import { limits } from './limits.ts'
import { label, plainText } from './part.ts'

export interface ModalOptions {
  /** What the receiver needs to know again when the window is sent: JSON of its own. */
  metadata: string
  /** What stands now was put in after it was opened. */
  filled?: boolean
}

/** One page of a form as a window. */
export function modal(
  form: Form,
  pageIndex: number,
  values: Readonly<Record<string, unknown>>,
  options: ModalOptions,
): ModalView {
  if (options.metadata.length > limits.metadata) throw new RangeError('the metadata of a modal is over 3000 characters')
  const page = form.pages[pageIndex] ?? { title: form.title, fields: [] }
  const last = pageIndex >= form.pages.length - 1
  return {
    type: 'modal',
    callback_id: cut(`form:${form.operation}:${pageIndex}`, limits.id),
    private_metadata: options.metadata,
    title: label(form.title, limits.title),
    submit: label(last ? form.submit : 'Next', limits.title),
    close: label('Cancel', limits.title),
    blocks: [
      ...opening(form, page, pageIndex),
      ...page.fields.map((field) => input(form.operation, field, values[field.name] ?? field.initial, options.filled)),
      ...(pageIndex > 0 ? [backButton()] : []),
    ],
  }
}

/** Slack's title is short: one that is cut there stands in full above the questions. */
function opening(form: Form, page: FormPage, pageIndex: number): KnownBlock[] {
  const steps = form.pages.length > 1 ? `Step ${pageIndex + 1} of ${form.pages.length}: ${page.title}` : ''
  const long = oneLine(form.title).length > limits.title ? form.title : ''
  const settled = Object.entries(form.known)
    .filter(([, value]) => textOf(value) !== '')
    .map(([name, value]) => `${name}: ${textOf(value)}`)
  return [
    ...said([long, steps].filter((text) => text !== '').join('\n')),
    ...(pageIndex === 0 ? said(form.intro ?? '') : []),
    ...said(settled.join('\n')),
  ]
}

const mostSections = 3

function said(text: string): KnownBlock[] {
  const sections: KnownBlock[] = []
  let left = harmless(text)
  while (left.trim() !== '' && sections.length < mostSections) {
    const shown = cut(left, limits.text)
    sections.push({ type: 'section', text: plainText(shown, limits.text) })
    left = shown === left ? '' : left.slice(shown.length - 1)
  }
  return sections
}

function backButton(): KnownBlock {
  const text = label('‹ Back', limits.button)
  return { type: 'actions', block_id: 'back', elements: [{ type: 'button', action_id: 'back', text }] }
}
