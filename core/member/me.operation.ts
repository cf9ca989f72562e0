import { operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import { meAnswer, self } from './me.card.ts'

export const me = operation({
  id: 'me',
  summary: 'Who you are here: accounts, levels, time zone, notifications',
  examples: ['me'],
  aliases: ['whoami'],
  arguments: {},
  aim: onPlatform,
  least: 'member',
  answer: (asking) =>
    meAnswer(asking.reading, self(asking), asking.asker.standing.grants, asking.asker.standing.permits),
})
