import { Fault } from '../error.ts'
import { type Answer, operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import { newCode, signinUrl } from './code.ts'
import { signinGoodForMs } from './signin.ts'

export const meSignin = operation({
  id: 'me.signin',
  summary: 'A link that signs you in to the page, once',
  examples: ['me signin'],
  arguments: {},
  aim: onPlatform,
  least: 'member',
  effects: ['people'],
  people: true,
  async change(rows, { house, asker, now }) {
    if (!asker.member) throw new Fault('person_needed')
    const about = { purpose: 'signin', memberId: asker.member.id, goodForMs: signinGoodForMs } as const
    return signinAnswer('Sign in to the page', signinUrl(house, await newCode(house, rows, about)), now)
  },
})

export function signinAnswer(title: string, url: string, now: number): Answer {
  return {
    card: {
      title,
      tone: 'waiting',
      state: 'good once',
      lines: [{ text: ['Whoever opens it is signed in. It ends ', { age: now + signinGoodForMs }] }],
      actions: [{ label: 'Open', url }],
      words: ['sign in'],
    },
    data: { url, expires_at: now + signinGoodForMs },
    onlyAsker: true,
  }
}
