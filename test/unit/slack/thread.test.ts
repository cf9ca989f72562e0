import { describe, expect, test } from 'vitest'
import { ofThisJob } from '../../../bot/conversation/of-this-job.rule.ts'
import { saidHere } from '../../../bot/conversation/said-here.rule.ts'
import { withoutMention } from '../../../bot/slack/typed.ts'

const operations = new Set(['job.logs', 'job.cancel', 'job.retry', 'job.show', 'job.why'])
const inThread = (text: string) => ofThisJob(text, 812, (id) => operations.has(id))

describe('in the thread of a job', () => {
  test.each([
    ['logs', 'job logs 812'],
    ['Cancel', 'job cancel 812'],
    ['retry', 'job retry 812'],
    ['why?', 'job why 812'],
    ['', 'job show 812'],
    ['logs --lines=20', 'job logs 812 --lines=20'],
  ])('“%s” means that job', (text, meant) => {
    expect(inThread(text)).toBe(meant)
  })

  test.each(['logs 7', 'cancel #7', 'server show box1', 'overview', 'deploy acme/staging', 'job logs 7'])(
    '“%s” says for itself what it means',
    (text) => {
      expect(inThread(text)).toBe(text)
    },
  )
})

describe('--here', () => {
  test.each(['server show box1 --here', 'server show —here box1', '--here server show box1'])('%s', (text) => {
    const { line, here } = saidHere(text)
    expect(here).toBe(true)
    expect(line.split(/\s+/)).toEqual(['server', 'show', 'box1'])
  })

  test('is a word of its own', () => {
    expect(saidHere('server show --hereafter')).toEqual({ line: 'server show --hereafter', here: false })
  })
})

describe('what was said to the bot', () => {
  test.each([
    ['<@UBOT> server show box1', 'server show box1'],
    ['<@UBOT|pilothouse>: server show box1', 'server show box1'],
    ['server show box1 <@UBOT>', 'server show box1'],
    ['member add <@U2>', 'member add <@U2>'],
    ['<@UBOT> member add <@U2>', 'member add <@U2>'],
    ['<@UBOT>', ''],
  ])('%s', (text, said) => {
    expect(withoutMention(text, 'UBOT')).toBe(said)
  })
})
