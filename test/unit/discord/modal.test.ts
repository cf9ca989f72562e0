import fc from 'fast-check'
import { expect, it } from 'vitest'
import { modal, readModal } from '../../../bot/discord/render/modal.ts'
import { form } from '../render/any-form.ts'
import { forms } from '../render/forms.ts'
import { windowFaults } from './limits.ts'

/** What Discord sends of a window that somebody opens and sends without touching it. */
function untouched(window: ReturnType<typeof modal>): Record<string, string | string[]> {
  const given: Record<string, string | string[]> = {}
  for (const row of window.components) {
    if (row.type !== 18) continue
    const { component } = row
    if (component.type === 4) given[component.custom_id] = component.value ?? ''
    if (component.type !== 3) continue
    given[component.custom_id] = component.options.filter((one) => one.default === true).map((one) => one.value)
  }
  return given
}

it('keeps every limit of a window, whatever the form', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(form, fc.nat(2), (any, page) => {
      expect(
        windowFaults(modal(any, page % any.pages.length, {}, 'discord:stash:01990000-0000-7000-8000-000000000000')),
      ).toEqual([])
    }),
    { numRuns: 200 },
  )
})

it.each(Object.entries(forms))(
  'gives back what was put in, where nobody touches it: %s',
  (_, { form: asked, page, values }) => {
    const fields = asked.pages[page]?.fields ?? []
    const given = readModal(untouched(modal(asked, page, values, 'k')), fields)
    for (const field of fields) {
      const put = values[field.name] ?? field.initial
      if (put !== undefined && put !== null) expect(given[field.name]).toEqual(put)
    }
  },
)

it('never puts a secret into a window', () => {
  const asked = forms['server']?.form
  expect(asked).toBeDefined()
  if (asked) expect(JSON.stringify(modal(asked, 0, { password: 'hunter2' }, 'k'))).not.toContain('hunter2')
})
