import { visibleProjects } from '../access/visible.ts'
import { toneSymbols } from '../card/card.ts'
import { operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import { freezeData } from './freeze.card.ts'
import { activeUntil } from './window.rule.ts'
import { whereWords, windowWords } from './words.ts'

export const freezeList = operation({
  id: 'freeze.list',
  summary: 'When nothing is changed: the freezes of the platform and of the projects that you see',
  examples: ['freeze list'],
  aliases: ['freezes'],
  arguments: {},
  aim: onPlatform,
  least: 'member',
  async answer(asking) {
    const { reading, now } = asking
    const slugs = new Map((await visibleProjects(asking)).map(({ id, slug }) => [id, slug]))
    const freezes = await reading.freeze.find({ projectId: { in: [...slugs.keys(), null] } }, { order: ['number'] })
    const shown = freezes.filter(({ window }) => !('once' in window) || window.once.to > now)
    const slugOf = (projectId: string | null) => (projectId === null ? null : (slugs.get(projectId) ?? null))
    return {
      card: {
        title: 'Freezes',
        table: {
          columns: ['Number', 'Where', 'When', 'State', 'Reason'],
          rows: shown.map((freeze) => {
            const until = activeUntil(freeze, now)
            return [
              String(freeze.number),
              whereWords(slugOf(freeze.projectId), freeze.kind),
              windowWords(freeze),
              until === null ? 'not now' : [`${toneSymbols.waiting} frozen until `, { time: until }],
              freeze.reason,
            ]
          }),
          empty: 'Nothing is frozen, now or later',
        },
        actions: [{ label: 'New freeze', operation: 'freeze.add', arguments: {}, form: true }],
        view: 'freeze list',
        words: ['freezes'],
      },
      data: { freezes: shown.map((freeze) => freezeData(freeze, slugOf(freeze.projectId), now)) },
    }
  },
})
