import { describe, expect, test } from 'vitest'
import type { Grant, Permit, Scope } from '../../../core/access/grant.ts'
import { kinds, type Level, levels, neededIn, reaches } from '../../../core/access/level.ts'
import { decide, levelIn, type Place, platformWide, type Standing } from '../../../core/access/right.ts'

const grant = (level: Level, scope: Scope = 'platform', scopeId = ''): Grant => ({
  id: `${scope}${scopeId}`,
  memberId: 'm',
  scope,
  scopeId,
  level,
  via: '',
  createdAt: 0,
})
const permit = (allowed: boolean, scope: Scope = 'platform', scopeId = '', createdAt = 0): Permit => ({
  ...grant('none', scope, scopeId),
  permission: 'instance.backup',
  allowed,
  createdAt,
})
const standing = (more: Partial<Standing>): Standing => ({ active: true, grants: [], permits: [], cap: null, ...more })

const acme: Place = { organizationId: 'o1', projectId: 'p1', environmentKind: null }
const beside: Place = { ...acme, projectId: 'p2' }
const elsewhere: Place = { organizationId: 'o2', projectId: 'p3', environmentKind: null }
const organization: Place = { ...acme, projectId: null }

describe('the level somewhere', () => {
  test('is the highest of those that reach there', () => {
    const grants = [grant('viewer'), grant('maintainer', 'organization', 'o1'), grant('developer', 'project', 'p1')]
    const levelsOf = [acme, beside, organization, elsewhere, platformWide].map((place) =>
      levelIn(standing({ grants }), place),
    )
    expect(levelsOf).toEqual(['maintainer', 'maintainer', 'maintainer', 'viewer', 'viewer'])
  })

  test('organization admins have all projects of theirs, project members their own alone', () => {
    const chief = standing({ grants: [grant('admin', 'organization', 'o1')] })
    expect([acme, beside, elsewhere, platformWide].map((place) => levelIn(chief, place))).toEqual([
      'admin',
      'admin',
      'none',
      'none',
    ])
    const own = standing({ grants: [grant('admin', 'project', 'p1')] })
    expect([acme, beside, organization, platformWide].map((place) => levelIn(own, place))).toEqual([
      'admin',
      'none',
      'none',
      'none',
    ])
  })

  test('is none for whoever is not active, and without grants', () => {
    expect(levelIn(standing({ active: false, grants: [grant('admin')] }), acme)).toBe('none')
    expect(levelIn(standing({}), acme)).toBe('none')
  })

  test('is at most the level of a token, and only in its project', () => {
    const grants = [grant('admin')]
    const capped = standing({ grants, cap: { level: 'developer', projectId: null } })
    expect([acme, elsewhere, platformWide].map((place) => levelIn(capped, place))).toEqual([
      'developer',
      'developer',
      'developer',
    ])
    const inProject = standing({ grants, cap: { level: 'admin', projectId: 'p1' } })
    expect([acme, beside, organization, platformWide].map((place) => levelIn(inProject, place))).toEqual([
      'admin',
      'none',
      'none',
      'none',
    ])
    const lower = standing({ grants: [grant('viewer')], cap: { level: 'admin', projectId: null } })
    expect(levelIn(lower, acme)).toBe('viewer')
  })
})

describe('the decision', () => {
  test('reaches up the ladder, and says what is needed', () => {
    for (const has of levels) {
      for (const needs of levels.filter((level) => level !== 'none')) {
        const decision = decide(standing({ grants: [grant(has, 'project', 'p1')] }), acme, needs, 'x')
        if (has === 'none') expect(decision).toEqual({ allowed: false, seen: false })
        else if (reaches(has, needs)) expect(decision).toEqual({ allowed: true, has })
        else expect(decision).toEqual({ allowed: false, seen: true, has, needs })
      }
    }
  })

  test('asks for more in production', () => {
    expect(kinds.map(neededIn)).toEqual(['developer_plus', 'developer', 'developer'])
    const developer = standing({ grants: [grant('developer')] })
    const allowed = kinds.map((environmentKind) => decide(developer, { ...acme, environmentKind }, 'environment', 'x'))
    expect(allowed.map((one) => one.allowed)).toEqual([false, true, true])
    expect(allowed[0]).toMatchObject({ seen: true, needs: 'developer_plus' })
  })

  test('does not let be known what is not theirs; the platform is known to all who are', () => {
    const own = standing({ grants: [grant('admin', 'project', 'p1')] })
    expect(decide(own, beside, 'viewer', 'x')).toEqual({ allowed: false, seen: false })
    expect(decide(own, platformWide, 'viewer', 'x')).toMatchObject({ allowed: false, seen: true, needs: 'viewer' })
    expect(decide(standing({ active: false }), platformWide, 'viewer', 'x')).toEqual({ allowed: false, seen: false })
  })

  test('members are all that are active, anyone is everybody', () => {
    expect(decide(standing({}), platformWide, 'member', 'x').allowed).toBe(true)
    expect(decide(standing({ active: false }), platformWide, 'member', 'x').allowed).toBe(false)
    expect(decide(standing({ active: false }), platformWide, 'anyone', 'x').allowed).toBe(true)
  })
})

describe('an extra right', () => {
  const backup = (more: Partial<Standing>, place = acme) =>
    decide(standing(more), place, 'developer_plus', 'instance.backup').allowed
  const viewer = [grant('viewer')]

  test('lifts its permission, there, and nothing else', () => {
    const permits = [permit(true, 'project', 'p1')]
    expect(backup({ grants: viewer, permits })).toBe(true)
    expect(backup({ grants: viewer, permits }, beside)).toBe(false)
    expect(decide(standing({ grants: viewer, permits }), acme, 'developer_plus', 'instance.deploy').allowed).toBe(false)
  })

  test('shows nothing that was not seen', () => {
    expect(decide(standing({ permits: [permit(true)] }), acme, 'viewer', 'instance.backup')).toEqual({
      allowed: false,
      seen: false,
    })
  })

  test('taken away holds against the level, but never shuts an admin out', () => {
    expect(backup({ grants: [grant('maintainer')], permits: [permit(false)] })).toBe(false)
    expect(backup({ grants: [grant('admin')], permits: [permit(false)] })).toBe(true)
  })

  test('nearer ones overrule wider ones, whichever came first', () => {
    for (const order of [0, 1]) {
      const given = [permit(false, 'platform', '', order), permit(true, 'project', 'p1', 1 - order)]
      expect(backup({ grants: viewer, permits: order ? given : given.toReversed() })).toBe(true)
      expect(backup({ grants: viewer, permits: given }, beside)).toBe(false)
    }
  })

  test('does not lift a token, and binds it all the same when taken away', () => {
    const cap = { level: 'viewer', projectId: null } as const
    expect(backup({ grants: viewer, permits: [permit(true)], cap })).toBe(false)
    const high = { level: 'maintainer', projectId: null } as const
    expect(backup({ grants: [grant('maintainer')], permits: [permit(false)], cap: high })).toBe(false)
    expect(backup({ grants: [grant('maintainer')], permits: [], cap: high })).toBe(true)
  })
})
