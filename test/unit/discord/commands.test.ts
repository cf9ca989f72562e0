import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { commandsOf } from '../../../bot/discord/commands/commands.ts'
import { faultsOf } from '../../../bot/discord/commands/faults.ts'
import { optionsOf } from '../../../bot/discord/commands/option.ts'
import { pathsOf } from '../../../bot/discord/commands/paths.rule.ts'
import { argument } from '../../../core/operation/argument.ts'
import { argumentsOf, operation } from '../../../core/operation/operation.ts'
import { Operations } from '../../../core/operation/registry.ts'
import { onPlatform } from '../../../core/operation/target.ts'
import { allOperations } from '../../../core/operations.ts'

const real = allOperations()
const { commands, misfits } = commandsOf(real)

function made(id: string, count = 0, options = ['one']) {
  const named = Array.from({ length: count }, (_, at) => [
    `argument_${at}`,
    argument(z.enum([options[0] ?? 'one', ...options.slice(1)]).optional(), { label: 'x'.repeat(90) }),
  ])
  return operation({
    id,
    summary: 'Only here',
    examples: [id],
    arguments: Object.fromEntries(named),
    aim: onPlatform,
    least: 'viewer',
    answer: () => Promise.resolve({ card: { title: id }, data: null }),
  })
}

describe('the commands of the real registry', () => {
  it('are all within what Discord takes', () => {
    expect(misfits).toEqual({})
  })

  it('reach every operation by a path of its own', () => {
    const paths = [...pathsOf(real).values()].map((path) => path.join(' '))
    expect(paths).toHaveLength(real.all().length)
    expect(new Set(paths).size).toBe(paths.length)
    for (const path of paths) {
      const [name, verb] = path.split(' ')
      const command = commands.find((one) => one.name === name)
      expect(command, path).toBeDefined()
      if (verb !== undefined) expect(command?.options?.map((one) => one.name)).toContain(verb)
    }
  })

  it('are one for each noun, and one for each verb of an instance that no noun is called by', () => {
    const names = commands.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['project', 'server', 'deploy', 'rollback', 'help', 'whoami']))
    expect(pathsOf(real).get('instance.lock')).toEqual(['instance', 'lock'])
    expect(pathsOf(real).get('lock.take')).toEqual(['lock', 'take'])
  })

  it('ask the target of a change first, complete it, and never ask for a secret', () => {
    const deploy = commands.find(({ name }) => name === 'deploy')?.options
    expect(deploy?.[0]).toMatchObject({ name: 'instance', required: true, autocomplete: true })
    for (const one of real.all()) {
      const offered = optionsOf(one).map(({ name }) => name)
      for (const { name, facts } of argumentsOf(one)) if (facts.secret) expect(offered).not.toContain(name)
    }
  })

  it('let whoever looks leave out what the channel belongs to', () => {
    const show = commands.find(({ name }) => name === 'show')?.options
    expect(show?.[0]).toMatchObject({ name: 'instance', required: false, autocomplete: true })
  })
})

describe('what does not fit', () => {
  it.each([
    ['too many verbs', Array.from({ length: 26 }, (_, at) => made(`box.verb${at}`)), /26 options/],
    ['too many arguments', [made('box', 26)], /26 options/],
    ['a name with capitals', [made('Box')], /name that Discord/],
    [
      'too many characters',
      Array.from({ length: 5 }, (_, at) => made(`box.verb${at}`, 20)),
      /characters, more than 8000/,
    ],
    ['a long choice', [made('box', 1, ['y'.repeat(101)])], /choice/],
  ])('is named: %s', (_, operations, why) => {
    const generated = commandsOf(new Operations(operations))
    expect(generated.commands).toEqual([])
    expect(Object.values(generated.misfits).flat().join()).toMatch(why)
  })

  it('is named where there are more than a hundred commands, and the others stay', () => {
    const generated = commandsOf(new Operations(Array.from({ length: 101 }, (_, at) => made(`noun${at}`))))
    expect(generated.commands).toHaveLength(100)
    expect(Object.keys(generated.misfits)).toEqual(['noun100'])
  })

  it('is named where what must be given stands behind what need not', () => {
    const option = (name: string, required: boolean) => ({ name, description: 'x', required })
    const command = { name: 'box', description: 'x', options: [option('a', false), option('b', true)] }
    expect(faultsOf([command])['box']?.join()).toMatch(/behind/)
  })
})
