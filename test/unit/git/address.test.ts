import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { fetchable } from '../../../adapters/git/address.ts'
import { absoluteFunction } from '../../../adapters/git/remote-script.ts'
import { submodulesIn } from '../../../adapters/git/submodules.ts'

test.each([
  ['https://github.com/acme/odoo.git', 'https://github.com/acme/odoo.git'],
  ['git@github.com:acme/odoo.git', 'https://github.com/acme/odoo.git'],
  ['ssh://git@git.example:2222/acme/odoo.git', 'https://git.example/acme/odoo.git'],
  ['ssh://git@git.example/acme/odoo.git', 'https://git.example/acme/odoo.git'],
  ['http://10.0.0.1:8080/a.git', 'http://10.0.0.1:8080/a.git'],
])('%s is fetched from %s', (url, from) => {
  expect(fetchable(url)).toBe(from)
})

test.each([
  'file:///etc/passwd',
  '/srv/git/a.git',
  '../a.git',
  'ext::sh -c id',
  '--upload-pack=id',
  '-oProxyCommand=id:x',
  'https://user:token@host/a.git',
  'https://host',
  'https://host/a b',
  'https://host/a\nb',
  "https://host/a'b",
  'git://host/a.git',
  'javascript:alert(1)',
  '',
])('%s is refused', (url) => {
  expect(() => fetchable(url)).toThrowError(expect.objectContaining({ code: 'repository_address_refused' }))
})

test('a repository within a repository is beside its parent where it says so', () => {
  const text =
    '[submodule "a"]\n\tpath = oca/a\n\turl = ../a.git\n[submodule "b"]\n url = "https://h/b.git"\n path=b\n[submodule "c"]\n\tpath = c\n'
  expect(submodulesIn(text, 'https://host/acme/main.git')).toEqual(
    new Map([
      ['oca/a', 'https://host/acme/a.git'],
      ['b', 'https://h/b.git'],
    ]),
  )
})

test.each([
  'ssh://git@git.example:2222/oca/web.git',
  'ssh://git.example/oca/web.git',
  'git@git.example:oca/web.git',
  'https://git.example/oca/web.git',
  '../web.git',
  '../../oca/web.git',
])('a server fetches %s, which lies within another one, from where the plan read it', (url) => {
  const parent = 'https://host/acme/main.git'
  const planned = submodulesIn(`[submodule "a"]\n path = a\n url = ${url}\n`, parent).get('a')
  const script = `${absoluteFunction}\nabsolute "$1" "$2"`
  const fetched = execFileSync('sh', ['-c', script, 'sh', url, parent], { encoding: 'utf8' })
  expect(fetched).toBe(fetchable(planned ?? ''))
})
