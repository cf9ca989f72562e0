import { expect, test } from 'vitest'
import { merged, wishesOf } from '../../../core/deployment/dependencies.rule.ts'

const none = { apt: [], pip: [] }

test('what all want is wanted once, however it is written; who asks for nothing is not named', () => {
  const all = merged([
    { name: 'platform', apt: ['libldap2-dev'], pip: ['python-ldap==3.4.3', 'requests>=2'] },
    { name: 'nobody', ...none },
    { name: 'project', apt: ['libldap2-dev', 'git'], pip: ['Python_LDAP == 3.4.3', 'requests>=2', 'requests<3'] },
  ])
  expect(all).toMatchObject({ from: ['platform', 'project'], apt: ['git', 'libldap2-dev'], conflicts: [] })
  expect(all.pip).toHaveLength(3)
  expect(all.pip.filter((line) => /ldap/i.test(line))).toHaveLength(1)
})

test('two versions of one package are named with who wants which', () => {
  const { conflicts } = merged([
    { name: 'org', apt: ['git=1:2.39'], pip: ['stripe==5.4.0', 'lxml==5'] },
    { name: 'project', apt: ['git=1:2.40'], pip: ['Stripe===6.0', 'lxml'] },
  ])
  expect(conflicts).toEqual([
    { package: 'git', wishes: ['org wants 1:2.39', 'project wants 1:2.40'] },
    { package: 'stripe', wishes: ['org wants 5.4.0', 'project wants 6.0'] },
  ])
})

test('versions for different circumstances are no conflict', () => {
  const { conflicts, pip } = merged([
    { name: 'one', apt: [], pip: ['lxml==4 ; python_version < "3.12"', 'lxml==5 ; python_version >= "3.12"'] },
  ])
  expect(conflicts).toEqual([])
  expect(pip).toHaveLength(2)
})

test('an extra is not lost', () => {
  expect(merged([{ name: 'one', apt: [], pip: ['requests[socks]==2.0', 'requests==2.0'] }]).pip).toEqual([
    'requests==2.0',
    'requests[socks]==2.0',
  ])
})

test('who asked for what is said in a line', () => {
  expect(wishesOf({ name: 'org', apt: ['git'], pip: ['a==1', 'b'] })).toBe('org: apt git; pip a==1, b')
  expect(wishesOf({ name: 'org', apt: [], pip: ['a==1'] })).toBe('org: pip a==1')
})

test('a login in the address of a package stays between the repository and pip', () => {
  const line = 'acme @ git+https://bot:ghp_0123456789@git.example/acme.git'
  const told = wishesOf({ name: 'acme', apt: [], pip: [line] })
  expect(told).toContain('git.example/acme.git')
  expect(told).not.toContain('ghp_0123456789')
  expect(merged([{ name: 'acme', apt: [], pip: [line] }]).pip).toEqual([line])
})
