import { expect, test } from 'vitest'
import { odooOwner } from '../../../core/deployment/names.rule.ts'

test.each([
  ['16.0', 101],
  ['17.0', 101],
  ['18.0', 100],
  ['19.0', 100],
])('files of Odoo %s are those of user %i', (version, uid) => {
  expect(odooOwner({ instance: { version } })).toEqual({ uid, gid: 101 })
})
