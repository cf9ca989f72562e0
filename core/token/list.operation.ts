import { z } from 'zod'
import { levelTitles, reaches } from '../access/level.ts'
import { platformWide } from '../access/right.ts'
import { coded } from '../card/coded.ts'
import { argument } from '../operation/argument.ts'
import { type Asking, levelAt } from '../operation/asking.ts'
import { operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import { isGood, withinToken } from './bounds.rule.ts'
import { stateOf, tokenData } from './token.card.ts'
import type { Token } from './token.ts'

export const tokenList = operation({
  id: 'token.list',
  summary: 'Tokens: yours, and with --all everybody’s for admins of the platform',
  examples: ['token list', 'token list --all'],
  arguments: {
    all: argument(z.boolean().default(false), { label: 'All', help: 'Everybody’s, for admins of the platform' }),
  },
  aim: onPlatform,
  least: 'member',
  async answer(asking, { all }) {
    const { reading, now } = asking
    const tokens = await tokensOf(asking, all)
    const [projects, members] = await Promise.all([
      reading.project.find({ id: { in: tokens.flatMap(({ projectId }) => projectId ?? []) } }),
      reading.member.find({ id: { in: tokens.map(({ memberId }) => memberId) } }),
    ])
    const slugs = new Map(projects.map(({ id, slug }) => [id, slug]))
    const names = new Map(members.map(({ id, name }) => [id, name]))
    const slugOf = ({ projectId }: Token) => (projectId === null ? null : (slugs.get(projectId) ?? 'a project'))
    return {
      card: {
        title: 'Tokens',
        table: {
          columns: ['Name', 'Whose', 'Level', 'In', 'State', 'Ends', 'Used'],
          rows: tokens.map((token) => [
            token.name,
            names.get(token.memberId) ?? '–',
            levelTitles[token.level],
            slugOf(token) ?? 'everywhere',
            stateOf(token, now),
            token.expiresAt === null ? 'never' : [{ age: token.expiresAt }],
            token.lastUsedAt === null ? 'never' : [{ age: token.lastUsedAt }],
          ]),
          empty: coded('There is none: make one with `token create`'),
        },
        view: all ? 'token list --all' : 'token list',
        words: ['tokens'],
      },
      data: {
        tokens: tokens.map((token) => ({
          ...tokenData(token, slugOf(token)),
          member: names.get(token.memberId) ?? null,
          good: isGood(token, now),
        })),
      },
    }
  },
})

/** Which tokens this asker may know of and end: own ones, or all for admins; a token none that is wider than it. */
export async function tokensOf(asking: Asking, all: boolean): Promise<Token[]> {
  const { reading, asker } = asking
  const everybody = all && reaches(levelAt(asking, platformWide), 'admin')
  const tokens = await reading.token.find(everybody ? {} : { memberId: asker.member?.id ?? '' }, {
    order: ['-createdAt', '-id'],
  })
  return tokens.filter((token) => withinToken(asker.who, token))
}
