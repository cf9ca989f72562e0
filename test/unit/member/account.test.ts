import { expect, test } from 'vitest'
import { accountOf, nameIn } from '../../../core/member/account.rule.ts'

const slack = { surface: 'slack', team: 'T1' } as const
const discord = { surface: 'discord', team: 'G1' } as const
const http = { surface: 'http', team: '' } as const

test.each([
  ['@U024BE7LH', slack, { platform: 'slack', team: 'T1', user: 'U024BE7LH' }],
  ['@W024BE7LH', slack, { platform: 'slack', team: 'T1', user: 'W024BE7LH' }],
  ['@81234567890', discord, { platform: 'discord', team: 'G1', user: '81234567890' }],
  ['@!81234567890', discord, { platform: 'discord', team: 'G1', user: '81234567890' }],
  ['slack:U123', slack, { platform: 'slack', team: 'T1', user: 'U123' }],
  ['slack:U123', discord, { platform: 'slack', team: '', user: 'U123' }],
  ['Slack:@U123', http, { platform: 'slack', team: '', user: 'U123' }],
  ['slack:T9/U123', slack, { platform: 'slack', team: 'T9', user: 'U123' }],
  ['discord:456', http, { platform: 'discord', team: '', user: '456' }],
  ['@U024BE7LH', http, null],
  ['@anna', slack, null],
  ['Zofia Nowak', slack, null],
  ['slack:', slack, null],
  ['slack:U1 U2', slack, null],
  ['email:U1', slack, null],
])('%s on %o', (text, origin, account) => {
  expect(accountOf(text, origin)).toEqual(account)
})

test('a name is a name with or without an at sign', () => {
  expect([nameIn('@anna'), nameIn('anna '), nameIn('Zofia Nowak')]).toEqual(['anna', 'anna', 'Zofia Nowak'])
})
