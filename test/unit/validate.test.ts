import { expect, test } from 'vitest'
import { z } from 'zod'
import { Fault } from '../../core/error.ts'
import { argument } from '../../core/operation/argument.ts'
import { validated } from '../../core/operation/validate.ts'

const schema = z.object({ value: argument(z.string(), { label: 'Value' }) })

test.each(['\0', 'a\0b', '\ud800', 'a\udc00'])(
  'what nothing can keep as it is, is refused where it is said: %j',
  (value) => {
    const refused = (): unknown => validated('variable.set', schema, { value }, false)
    expect(refused).toThrow(Fault)
    expect(refused).toThrow(/value: holds a character that cannot be kept/)
  },
)

test.each(['😀', 'a\nb', '\u202e', ' lead'])('what only looks strange is taken as it is: %j', (value) => {
  expect(validated('variable.set', schema, { value }, false)).toEqual({ value })
})
