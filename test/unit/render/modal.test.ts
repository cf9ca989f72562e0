import type { KnownBlock, ModalView } from '@slack/types'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { errorsOf, type InputState, readModal } from '../../../bot/slack/render/answer.ts'
import { modal } from '../../../bot/slack/render/modal.ts'
import type { FormField } from '../../../core/form/form.ts'
import { distinct, form, options } from './any-form.ts'
import { forms } from './forms.ts'
import { viewFaults } from './slack-limits.ts'

/** What Slack would send back of a window that somebody opens and sends without touching it. */
function untouched(view: ModalView): Record<string, Record<string, InputState>> {
  const inputs = view.blocks.filter((block): block is Extract<KnownBlock, { type: 'input' }> => block.type === 'input')
  return Object.fromEntries(
    inputs.map((block) => [block.block_id ?? '', { [block.element.action_id ?? '']: stateOf({ ...block.element }) }]),
  )
}

function stateOf(element: Record<string, unknown>): InputState {
  const text = element['initial_value']
  return {
    value: typeof text === 'string' ? text : null,
    selected_option: optionOf(element['initial_option']),
    selected_options: listOf(element['initial_options']).flatMap((option) => optionOf(option) ?? []),
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function optionOf(option: unknown): { value: string } | null {
  if (typeof option !== 'object' || option === null || !('value' in option)) return null
  return { value: String(option.value) }
}

describe('a window that nobody touches', () => {
  it.each(Object.entries(forms))('gives back what was put in: %s', (_, { form, page, values }) => {
    const fields = form.pages[page]?.fields ?? []
    const given = readModal(untouched(modal(form, page, values, { metadata: '' })), fields)
    for (const field of fields) {
      const put = values[field.name] ?? field.initial
      if (put !== undefined) expect(given[field.name]).toEqual(put)
    }
  })
})

it('keeps every limit of a window, whatever the form', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(form, fc.nat(2), (any, page) => {
      expect(viewFaults(modal(any, page, {}, { metadata: '{}' }))).toEqual([])
    }),
    { numRuns: 200 },
  )
})

it('gives back a chosen option, even one that Slack would not take', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(distinct(options), fc.nat(), (all, at) => {
      const chosen = all[at % Math.max(1, all.length)]?.value ?? ''
      const field: FormField = {
        name: 'pick',
        label: 'Pick',
        help: null,
        required: false,
        kind: { type: 'choice', options: all },
        initial: chosen,
      }
      const asked = {
        operation: 'a.b',
        title: 'T',
        intro: null,
        submit: 'Go',
        known: {},
        pages: [{ title: 'T', fields: [field] }],
      }
      const given = readModal(untouched(modal(asked, 0, {}, { metadata: '' })), [field])
      if (chosen.trim() !== '' && chosen.length < 3000) expect(given['pick']).toBe(chosen)
    }),
    { numRuns: 100 },
  )
})

it('refuses metadata that Slack would refuse', () => {
  const { form: asked } = forms['server'] ?? { form: null }
  expect(asked).not.toBeNull()
  if (asked) expect(() => modal(asked, 0, {}, { metadata: 'x'.repeat(3001) })).toThrow(RangeError)
})

it('never puts a secret into a window', () => {
  const { form: asked } = forms['server'] ?? { form: null }
  if (asked) expect(JSON.stringify(modal(asked, 0, { password: 'hunter2' }, { metadata: '' }))).not.toContain('hunter2')
})

it('reads numbers as numbers and leaves what is none for the operation to refuse', () => {
  const field: FormField = {
    name: 'port',
    label: 'Port',
    help: null,
    required: true,
    kind: { type: 'number' },
    initial: null,
  }
  expect(readModal({ port: { x: { value: '22' } } }, [field])).toEqual({ port: 22 })
  expect(readModal({ port: { x: { value: 'many' } } }, [field])).toEqual({ port: 'many' })
  expect(readModal({ port: { x: { value: null } } }, [field])).toEqual({})
  expect(readModal({}, [field])).toEqual({})
})

it('tells errors at their field, and those of other pages at the first', () => {
  const fields = forms['server']?.form.pages[0]?.fields ?? []
  expect(errorsOf({ host: 'No such host.', elsewhere: 'Wrong.' }, fields)).toEqual({
    response_action: 'errors',
    errors: { host: 'No such host.', server: 'elsewhere: Wrong.' },
  })
})
