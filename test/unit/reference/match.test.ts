import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kinds } from '../../../core/access/level.ts'
import { type Bound, fits, match, type Spelt } from '../../../core/reference/match.rule.ts'

type Place = Spelt & { path: string }

function place(path: string): Place {
  const parts = path.split('/')
  return { parts, kind: kinds.find((kind) => kind === parts[1]) ?? null, path }
}

const tree = [
  'acme/production/v19',
  'acme/staging/v18',
  'acme/staging/v19',
  'acme-two/staging/v19',
  'beta/production/v18',
].map(place)

function found(
  text: string,
  use: 'read' | 'change',
  bound: Bound | null = null,
  places: readonly Place[] = tree,
): unknown {
  const result = match(text, places, use, bound)
  return 'found' in result ? result.found.path : result
}

describe('a change', () => {
  test('takes full and exact words, and what is left out where it is unambiguous', () => {
    expect(found('acme/staging/v18', 'change')).toBe('acme/staging/v18')
    expect(found('  ACME/Staging  v18 ', 'change')).toBe('acme/staging/v18')
    expect(found('acme-two', 'change')).toBe('acme-two/staging/v19')
    expect(found('acme/v18', 'change')).toBe('acme/staging/v18')
    expect(found('acme/production', 'change')).toBe('acme/production/v19')
    expect(found('beta production', 'change')).toBe('beta/production/v18')
  })

  test('asks which where there are several', () => {
    expect(found('acme/staging', 'change')).toEqual({ several: ['acme/staging/v18', 'acme/staging/v19'] })
    expect(found('v19', 'change')).toMatchObject({ several: expect.arrayContaining(['acme/production/v19']) })
  })

  test('takes nothing short or fuzzy', () => {
    for (const text of ['acm/staging/v18', 'acme/stg/v18', 'acme/prod', 'acme stag v18', 'acme/staging/v1'])
      expect(found(text, 'change'), text).toMatchObject({ none: true })
  })

  test('says no to production that nobody named', () => {
    expect(found('beta', 'change')).toEqual({ unnamedProduction: 'beta/production/v18' })
    expect(found('beta/v18', 'change')).toEqual({ unnamedProduction: 'beta/production/v18' })
    expect(found('v19', 'change', { project: 'acme', environment: 'production' })).toEqual({
      unnamedProduction: 'acme/production/v19',
    })
    expect(found('', 'change', { project: 'beta', environment: 'production' })).toEqual({
      unnamedProduction: 'beta/production/v18',
    })
  })

  test('is not fooled by something that is called production', () => {
    const odd = ['production/production/v19', 'production/staging/v18', 'acme/production/v18'].map(place)
    expect(found('production/v19', 'change', null, odd)).toEqual({ unnamedProduction: 'production/production/v19' })
    expect(found('production/production', 'change', null, odd)).toBe('production/production/v19')
    const named = ['acme/staging/production', 'beta/production/production'].map(place)
    expect(found('beta/production', 'change', null, named)).toEqual({ unnamedProduction: 'beta/production/production' })
  })

  test('means the channel’s own place first, and another one by its full name', () => {
    const bound = { project: 'acme', environment: null }
    expect(found('staging/v19', 'change', bound)).toBe('acme/staging/v19')
    expect(found('v18', 'change', bound)).toBe('acme/staging/v18')
    expect(found('v19', 'change', { project: 'acme', environment: 'staging' })).toBe('acme/staging/v19')
    expect(found('acme-two/staging', 'change', bound)).toBe('acme-two/staging/v19')
    expect(found('production', 'change', bound)).toBe('acme/production/v19')
  })
})

describe('a read', () => {
  test('may be short and fuzzy', () => {
    expect(found('beta prod', 'read')).toBe('beta/production/v18')
    expect(found('bt', 'read')).toBe('beta/production/v18')
    expect(found('acme prd', 'read')).toBe('acme/production/v19')
    expect(found('acme stg 18', 'read')).toMatchObject({ none: true })
    expect(found('acme stg v18', 'read')).toBe('acme/staging/v18')
    expect(found('acme-t', 'read')).toBe('acme-two/staging/v19')
  })

  test('prefers the whole word to its beginning', () => {
    expect(found('acme/production', 'read')).toBe('acme/production/v19')
    expect(found('acme stag v19', 'read')).toBe('acme/staging/v19')
    expect(found('acm stag v19', 'read')).toEqual({ several: ['acme/staging/v19', 'acme-two/staging/v19'] })
  })

  test('finds nothing where there is nothing, and says what is near', () => {
    expect(found('zeta', 'read')).toEqual({ none: true, near: [] })
    expect(found('acme/qa', 'read')).toMatchObject({
      none: true,
      near: expect.arrayContaining(['acme/production/v19']),
    })
    expect(found('', 'read')).toEqual({ none: true, near: [] })
    expect(match('acme', [], 'read', null)).toEqual({ none: true, near: [] })
  })

  test('knows letters in their order', () => {
    expect(['stg', 'staging', 'sg'].every((word) => fits(word, 'staging'))).toBe(true)
    expect(['tag', 'sgt', 'stagings', 'x'].some((word) => fits(word, 'staging'))).toBe(false)
  })
})

const word = fc.constantFrom(
  'acme',
  'acme-two',
  'beta',
  'production',
  'staging',
  'development',
  'prod',
  'stg',
  'p',
  'v19',
  'v18',
  'pro',
)
const places = fc.uniqueArray(
  fc.tuple(word, fc.constantFrom(...kinds), word).map(([project, kind, name]) => place(`${project}/${kind}/${name}`)),
  { selector: ({ path }) => path, minLength: 1, maxLength: 12 },
)
const bounds = fc.option(fc.record({ project: word, environment: fc.option(fc.constantFrom<string>(...kinds)) }))
const texts = fc
  .tuple(fc.array(word, { maxLength: 4 }), fc.constantFrom('/', ' ', ' / '))
  .map(([words, between]) => words.join(between))

test('whatever stands in the store and in the words, a change lands in production only where it is named', () => {
  fc.assert(
    fc.property(places, texts, bounds, (all, text, bound) => {
      const result = match(text, all, 'change', bound)
      if (!('found' in result) || result.found.kind !== 'production') return
      const said = text.split(/[\s/]+/)
      expect(said).toContain('production')
      // It named the environment, and not only a project or an instance of that name.
      const asked = said.filter((one) => one === 'production').length
      expect(asked).toBeGreaterThanOrEqual(result.found.parts.filter((part) => part === 'production').length)
    }),
    { numRuns: 5000 },
  )
})

test('whatever a change means, each word stands in it as it is, and a full name means itself', () => {
  fc.assert(
    fc.property(places, texts, bounds, (all, text, bound) => {
      const result = match(text, all, 'change', bound)
      if ('found' in result)
        for (const one of text.split(/[\s/]+/).filter(Boolean)) expect(result.found.parts).toContain(one)
      for (const { path } of all) expect(found(path, 'change', bound, all)).toBe(path)
    }),
    { numRuns: 1000 },
  )
})
