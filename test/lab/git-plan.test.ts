import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { gitMirrors } from '../../adapters/git/hosts.ts'
import { Fault } from '../../core/error.ts'
import type { GitHosts } from '../../core/ports/git.ts'
import { Secret } from '../../core/secret.ts'
import { GitHost } from './git-host.ts'
import { manifest, Pusher } from './pushed.ts'

let host: GitHost

beforeAll(async () => {
  host = await GitHost.start('127.0.0.1')
})
afterAll(() => host.stop())
beforeEach(() => {
  host.login = null
})

function mirrors(): GitHosts {
  const folder = mkdtempSync(join(tmpdir(), 'pilothouse-mirrors-'))
  const all = gitMirrors(folder)
  onTestFinished(async () => {
    await all.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return all
}

let number = 0

function repository(): { pusher: Pusher; url: string; name: string } {
  const name = `acme/r${++number}`
  return { pusher: new Pusher(host.make(name)), url: host.url(name), name }
}

async function codeOf(act: Promise<unknown>): Promise<string> {
  try {
    await act
    return 'nothing was wrong'
  } catch (error) {
    if (error instanceof Fault) return error.code
    throw error
  }
}

describe('a plan', () => {
  test('knows which files lie in Git LFS, and who asks for packages', async () => {
    const { pusher, url } = repository()
    const plain = pusher.push({ 'README.md': 'one' })
    const large = pusher.push({
      '.gitattributes': '*.psd filter=lfs\n',
      'a/.gitattributes': '*.zip filter=lfs -text\n',
    })
    const asking = pusher.push({ 'requirements.txt': 'phonenumbers\n', 'a/apt.txt': 'of nobody' })
    const git = mirrors().as([])
    const told = await Promise.all([plain, large, asking].map((commit) => git.contents(url, commit)))
    expect(told.map(({ asks, pointers }) => ({ asks, pointers }))).toEqual([
      { asks: false, pointers: [] },
      { asks: false, pointers: ['*.psd', '*.zip'] },
      { asks: true, pointers: ['*.psd', '*.zip'] },
    ])
    await expect(git.contents(url, 'a'.repeat(40))).rejects.toMatchObject({ code: 'commit_vanished' })
  })

  test('finds what a branch, a tag and a commit are, with who made it', async () => {
    const { pusher, url } = repository()
    const first = pusher.push({ 'README.md': 'one' }, { message: 'Start' })
    pusher.git('tag', '-a', 'v1.0', '-m', 'one')
    pusher.git('push', '-q', 'origin', 'v1.0')
    const second = pusher.push({ 'README.md': 'two' }, { branch: 'feature/x', message: 'Add “it”' })
    const git = mirrors().as([])
    expect(await git.find(url, { branch: 'main' })).toMatchObject({
      hash: first,
      message: 'Start',
      author: 'Ines Weber',
    })
    expect(await git.find(url, { branch: 'feature/x' })).toMatchObject({ hash: second, message: 'Add “it”' })
    expect(await git.find(url, { tag: 'v1.0' })).toMatchObject({ hash: first, authorEmail: 'ines@example.com' })
    expect(await git.find(url, { commit: second })).toMatchObject({ hash: second })
    expect(await git.find(url, { commit: first.slice(0, 8) })).toMatchObject({ hash: first })
    expect(await git.find(url, { branch: 'nowhere' })).toBeNull()
    expect(await git.find(url, { tag: 'nowhere' })).toBeNull()
    expect(await git.find(url, { commit: 'f'.repeat(40) })).toBeNull()
  })

  test('sees a push that came after it looked, also where a branch was rewritten', async () => {
    const { pusher, url } = repository()
    const first = pusher.push({ a: '1' })
    const all = mirrors()
    expect((await all.as([]).find(url, { branch: 'main' }))?.hash).toBe(first)
    const second = pusher.push({ a: '2', 'b c/“d”': 'x' }, { message: 'Two' })
    const other = mirrors().as([])
    expect((await other.find(url, { branch: 'main' }))?.hash).toBe(second)
    expect(await other.between(url, first, second)).toMatchObject({
      commits: [{ hash: second, message: 'Two' }],
      files: ['a', 'b c/“d”'],
    })
    pusher.git('reset', '-q', '--hard', first)
    const third = pusher.push({ a: '3' }, { message: 'Three' })
    expect(await all.as([]).between(url, second, third)).toMatchObject({
      commits: [{ hash: third }],
      files: expect.arrayContaining(['a']),
    })
  })

  test.each([
    ['gives single files', 'true'],
    ['gives all or nothing', 'false'],
  ])('hashes modules by what Odoo would update for, from a host that %s', async (_host, filters) => {
    const { pusher, url } = repository()
    execFileSync('git', ['-C', pusher.bare, 'config', 'uploadpack.allowFilter', filters])
    const git = mirrors().as([])
    const at = async (commit: string) => (await git.contents(url, commit)).modules
    const first = pusher.push({
      'sale_x/__manifest__.py': manifest("    'depends': ['sale', \"crm\",],\n"),
      'sale_x/models/sale.py': 'x = 1\n',
      'sale_x/static/src/a.js': '1',
      'sale_x/tests/test_a.py': '1',
      'sale_x/i18n/fr.po': '1',
      'sale_x/i18n/sale_x.pot': '1',
      'addons/deep/__manifest__.py': manifest(),
      'off/__manifest__.py': manifest("    'installable': False,\n"),
      'broken/__manifest__.py': '__import__("os").system("true")',
      'doc/readme.txt': 'no module',
    })
    const before = await at(first)
    expect(Object.keys(before).sort()).toEqual(['broken', 'deep', 'sale_x'].filter((one) => one !== 'off'))
    expect(before['sale_x']).toMatchObject({ depends: ['sale', 'crm'], version: '19.0.1.0.0' })
    expect(before['deep']).toMatchObject({ root: 'addons', depends: ['base'] })
    const unheard = pusher.push({
      'sale_x/static/src/a.js': '2',
      'sale_x/tests/test_a.py': '2',
      'sale_x/i18n/sale_x.pot': '2',
      'doc/readme.txt': 'other',
    })
    expect((await at(unheard))['sale_x']).toEqual(before['sale_x'])
    const spoken = (await at(pusher.push({ 'sale_x/i18n/fr.po': '2' })))['sale_x']
    expect(spoken?.hash).toBe(before['sale_x']?.hash)
    expect(spoken?.translations?.['fr']).not.toBe(before['sale_x']?.translations?.['fr'])
    const after = await at(pusher.push({ 'sale_x/models/sale.py': 'x = 2\n' }))
    expect(after['sale_x']?.hash).not.toBe(before['sale_x']?.hash)
    expect(after['deep']).toEqual(before['deep'])
  })

  test('goes into repositories within a repository', async () => {
    const inner = repository()
    const innerCommit = inner.pusher.push({ 'web_x/__manifest__.py': manifest(), 'requirements.txt': 'lxml' })
    const { pusher, url } = repository()
    pusher.push({
      'own/__manifest__.py': manifest(),
      '.gitmodules': `[submodule "web"]\n\tpath = oca/web\n\turl = ../${inner.name.split('/')[1]}.git\n`,
    })
    pusher.git('update-index', '--add', '--cacheinfo', `160000,${innerCommit},oca/web`)
    pusher.git('commit', '-q', '-m', 'Add web')
    pusher.git('push', '-q', 'origin', 'HEAD:refs/heads/main')
    const commit = pusher.git('rev-parse', 'HEAD').trim()
    const { modules, asks } = await mirrors().as([]).contents(url, commit)
    expect(Object.keys(modules).sort()).toEqual(['own', 'web_x'])
    expect(asks).toBe(true)
    expect(modules['web_x']?.root).toBe('oca/web')
  })

  test('logs in with the token whose address fits, and says when none does', async () => {
    const { pusher, url } = repository()
    const commit = pusher.push({ a: '1' })
    host.login = 'bot:a "good" $(token)'
    const login = (prefix: string, token: string) => [{ prefix, username: 'bot', token: new Secret(token) }]
    const origin = new URL(url).origin
    expect(await codeOf(mirrors().as([]).find(url, { branch: 'main' }))).toBe('clone_failed')
    expect(
      await codeOf(
        mirrors()
          .as(login(`${origin}/acme/`, 'old'))
          .find(url, { branch: 'main' }),
      ),
    ).toBe('clone_failed')
    expect(
      await codeOf(
        mirrors()
          .as(login(`${origin}/other/`, 'a "good" $(token)'))
          .find(url, { branch: 'main' }),
      ),
    ).toBe('clone_failed')
    const good = mirrors().as([...login(`${origin}/acme/`, 'a "good" $(token)'), ...login(`${origin}/`, 'old')])
    expect((await good.find(url, { branch: 'main' }))?.hash).toBe(commit)
  })

  test('says what is wrong with a repository, a host and an address', async () => {
    const git = mirrors().as([])
    expect(await codeOf(git.find(host.url('acme/nothing'), { branch: 'main' }))).toBe('repository_not_found')
    expect(await codeOf(git.find('http://127.0.0.1:9/acme/x.git', { branch: 'main' }))).toBe('git_unreachable')
    for (const url of [
      'file:///etc',
      '/etc',
      'ext::sh -c id',
      '--upload-pack=x',
      'https://h/a b',
      'http://u:p@h/x.git',
      'ftp://h/x',
    ])
      expect([url, await codeOf(git.find(url, { branch: 'main' }))]).toEqual([url, 'repository_address_refused'])
  })

  test('is not slowed by asking again, and twenty at once are one fetch', async () => {
    const { pusher, url, name } = repository()
    const commit = pusher.push({ a: '1' })
    const git = mirrors().as([])
    const found = await Promise.all(Array.from({ length: 20 }, () => git.find(url, { branch: 'main' })))
    expect(new Set(found.map((one) => one?.hash))).toEqual(new Set([commit]))
    expect(host.asked.filter((path) => path === `/${name}.git/info/refs`)).toHaveLength(1)
  })

  test('takes a nasty name for what it is: one that is not there', async () => {
    const { pusher, url } = repository()
    pusher.push({ a: '1' })
    const git = mirrors().as([])
    const nasty = [
      '--upload-pack=touch /tmp/pilothouse-was-here',
      '-o',
      'main:refs/heads/evil',
      '+main',
      'main~1',
      'main^{/a}',
      'main@{0}',
      '@',
      'HEAD',
      '..',
      'a..b',
      'refs/heads/main',
      '$(touch /tmp/pilothouse-was-here)',
      '`id`',
      "';drop table job;--",
      'main\n--exec=x',
      'main\0x',
      '*',
      '?',
      '[m]ain',
      'main.lock',
      '/main',
      'main/',
      '.main',
      'a//b',
      '\\main',
      'é'.repeat(200),
      '',
      ' ',
    ]
    for (const name of nasty) {
      expect([name, await git.find(url, { branch: name })]).toEqual([name, null])
      expect([name, await git.find(url, { tag: name })]).toEqual([name, null])
      expect([name, await git.find(url, { commit: name })]).toEqual([name, null])
    }
    expect((await git.find(url, { branch: 'main' }))?.message).toBe('Change')
  })
})
