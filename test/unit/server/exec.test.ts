import { expect, test } from 'vitest'
import { maskedText } from '../../../core/audit/masked.rule.ts'

test.each([
  ['PGPASSWORD=abc psql -c "select 1"', 'PGPASSWORD=••• psql -c "select 1"'],
  [`mysql --password='a b' -e x`, 'mysql --password=••• -e x'],
  ['tool --token abc --quiet', 'tool --token ••• --quiet'],
  ['curl -H "api-key: abc" https://u:p@host/', 'curl -H "api-key: •••" https://•••@host/'],
  ['df -h | grep token', 'df -h | grep token'],
  ['the token expired', 'the token expired'],
])('what is called a secret is not kept: %s', (typed, kept) => {
  expect(maskedText(typed)).toBe(kept)
})
