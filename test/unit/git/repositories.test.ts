import { describe, expect, test } from 'vitest'
import { addonsPath } from '../../../core/deployment/conf.rule.ts'
import { releaseOf } from '../../../core/deployment/release.ts'
import { repositoryLogins } from '../../../core/git/logins.ts'
import { prefixOf, shortPrefix } from '../../../core/git/prefix.rule.ts'
import { folderName, namedApart } from '../../../core/repository/sources.rule.ts'
import { practising } from '../deployment/practising.ts'
import { testHouse } from '../house.ts'

test.each([
  ['github.com/acme', 'https://github.com/acme/', 'github.com/acme'],
  ['https://GitHub.com/Acme/', 'https://github.com/Acme/', 'github.com/Acme'],
  ['git.example:8443', 'https://git.example:8443/', 'git.example:8443'],
  ['http://10.0.0.1:3000/x', 'http://10.0.0.1:3000/x/', 'http://10.0.0.1:3000/x'],
])('%s is good for what begins with %s', (text, prefix, shown) => {
  expect(prefixOf(text)).toBe(prefix)
  expect(shortPrefix(prefix)).toBe(shown)
})

test.each([
  ['https://github.com/OCA/web.git', 'web'],
  ['git@github.com:acme/Odoo_Addons.git', 'odoo-addons'],
  ['https://git.example/..', 'addons'],
  ['https://git.example/--upload-pack=x', 'upload-pack-x'],
  [`https://git.example/${'a'.repeat(39)}-b`, 'a'.repeat(39)],
  ['https://git.example/x/', 'x'],
])('%s lies in a folder %s', (url, name) => {
  expect(folderName(url)).toBe(name)
})

test('two that are called alike lie apart', () => {
  const one = (level: 'project' | 'platform', name: string) => ({ level, name })
  expect(
    namedApart([one('project', 'web'), one('platform', 'web'), one('platform', 'web')]).map(({ name }) => name),
  ).toEqual(['web', 'platform-web', 'platform-web-2'])
})

describe('a git connection', () => {
  test('is kept sealed and good for its host, the longest address first; a newer token replaces it', async () => {
    const house = await testHouse()
    const ada = await house.person('root', 'admin')
    await house.asks(ada, 'git.connect', { host: 'github.com', token: 'wide-token' })
    await house.asks(ada, 'git.connect', { host: 'github.com/acme', username: 'bot', token: 'old-token' })
    const { card, data } = await house.asks(ada, 'git.connect', {
      host: 'github.com/acme/',
      username: 'bot',
      token: 'new-token',
    })
    expect(card.state).toBe('token replaced')
    expect(data).toMatchObject({ host: 'github.com/acme', username: 'bot' })
    const { reading } = house.store
    const [organization] = await reading.organization.find()
    const logins = await repositoryLogins(reading, house.vault, organization?.id ?? '')
    expect(logins.map(({ prefix, token }) => [prefix, token.reveal()])).toEqual([
      ['https://github.com/acme/', 'new-token'],
      ['https://github.com/', 'wide-token'],
    ])
    const all = JSON.stringify([
      await reading.gitConnection.find(),
      await reading.event.find(),
      await reading.audit.find(),
      (await house.asks(ada, 'git.list')).card,
      card,
    ])
    for (const token of ['wide-token', 'old-token', 'new-token']) expect(all).not.toContain(token)
    await house.asks(ada, 'git.disconnect', { host: 'github.com', confirm: 'yes' })
    expect(await reading.gitConnection.count()).toBe(1)
    const gone = await house.refuses(ada, 'git.disconnect', { host: 'github.com', confirm: 'yes' })
    expect(gone.code).toBe('not_found')
  })

  test('takes no token as text, and no address that is something else', async () => {
    const house = await testHouse()
    const ada = await house.person('root', 'admin')
    const asText = await house.refuses(ada, 'git.connect', { host: 'github.com', token: 't0ken' }, { asText: true })
    expect(asText.code).toBe('secret_in_text')
    expect((await house.refuses(ada, 'git.connect', { host: 'github.com' })).code).toBe('missing_arguments')
    for (const host of ['https://u:p@github.com', '-x', 'github.com/a b', 'github.com/$(id)', 'ssh://h', 'h\nx'])
      expect([host, (await house.refuses(ada, 'git.connect', { host, token: 'x' })).code]).toEqual([
        host,
        'invalid_arguments',
      ])
  })
})

describe('a repository beside the own one', () => {
  test('is taken by the next deploy at its level, below the project and above Odoo', async () => {
    const { house, ada, deploy } = await practising()
    const before = (await deploy()).plan
    await house.asks(ada, 'repository.add', { url: 'https://git.example/tools.git', branch: 'main' })
    await house.asks(ada, 'repository.add', { url: 'https://git.example/shop.git', organization: 'default' })
    await house.asks(ada, 'repository.add', { url: 'https://git.example/extra.git', project: 'acme' })
    await house.asks(ada, 'repository.add', { url: 'https://git.example/only.git', instance: 'acme/staging' })
    const { card } = await house.asks(ada, 'repository.list')
    expect(card.table?.rows.map(([name, whose]) => [name, whose])).toEqual([
      ['tools', 'the platform'],
      ['shop', 'organization default'],
      ['extra', 'acme'],
      ['only', 'acme/staging/v19'],
    ])
    const plan = (await deploy()).plan
    expect(plan.basis).not.toBe(before.basis)
    const release = releaseOf(plan)
    if (!release) throw new Error('no release')
    const path = addonsPath(release).split(',')
    const place = (name: string) => path.findIndex((folder) => folder.startsWith(`/mnt/extra-addons/${name}/`))
    const order = ['extra', 'only', 'acme', 'shop', 'tools'].map(place)
    expect(order).not.toContain(-1)
    expect(Math.max(place('extra'), place('only'))).toBeLessThan(place('acme'))
    expect(place('acme')).toBeLessThan(place('shop'))
    expect(place('shop')).toBeLessThan(place('tools'))
    expect(release.sources.find(({ name }) => name === 'shop')?.branch).toBe('19.0')
    await house.asks(ada, 'repository.remove', { name: 'extra', project: 'acme', confirm: 'yes' })
    const after = releaseOf((await deploy()).plan)
    expect(after?.sources.some(({ name }) => name === 'extra')).toBe(false)
  })

  test('stands there once for each, and is for one of them', async () => {
    const { house, ada } = await practising()
    const url = 'https://git.example/web.git'
    await house.asks(ada, 'repository.add', { url, project: 'acme' })
    await house.asks(ada, 'repository.add', { url })
    const twice = await house.refuses(ada, 'repository.add', { url, project: 'acme' })
    expect(twice.code).toBe('already_there')
    const both = await house.refuses(ada, 'repository.add', { url, project: 'acme', organization: 'default' })
    expect(both.code).toBe('invalid_arguments')
    const none = await house.refuses(ada, 'repository.remove', { name: 'nothing', confirm: 'yes' })
    expect(none.code).toBe('not_found')
    expect((await house.refuses(ada, 'repository.add', { url: 'https://u:t@h/x.git' })).code).toBe('invalid_arguments')
  })
})
