import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

const script = fileURLToPath(new URL('../lab/mirror.sh', import.meta.url))
const bookworm = 'PRETTY_NAME="Debian"\nID=debian\nVERSION_CODENAME=bookworm\n'
const debian = 'http://deb.debian.org/debian'

let apt: string

beforeEach(() => {
  apt = mkdtempSync(join(tmpdir(), 'pilothouse-apt-'))
})

afterEach(() => rmSync(apt, { recursive: true }))

function mirror(files: Record<string, string>, system = bookworm): string {
  for (const [path, text] of Object.entries({ ...files, 'os-release': system })) {
    mkdirSync(dirname(join(apt, path)), { recursive: true })
    writeFileSync(join(apt, path), text)
  }
  const line = '. "$0"; debian_mirror "$1" "$1/os-release"'
  return execFileSync('sh', ['-uc', line, script, apt], { encoding: 'utf8' }).trim()
}

const stanza = (more: string) => `Types: deb\n${more}\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n`

test.each<[string, Record<string, string>, string]>([
  ['nothing is set', {}, debian],
  [
    'one line each, with options and comments',
    {
      'sources.list':
        '# deb http://old.example/debian bookworm main\ndeb-src http://src.example/debian bookworm main\ndeb [arch=amd64 signed-by=/k.gpg] https://mirror.example/debian/ bookworm main contrib # ours\n',
    },
    'https://mirror.example/debian',
  ],
  [
    'a file of its own',
    { 'sources.list.d/debian.list': 'deb http://mirror.example/debian bookworm main\n' },
    'http://mirror.example/debian',
  ],
  [
    'stanzas: security first, one that is off, several suites, a value over several lines',
    {
      'sources.list.d/debian.sources': [
        stanza('URIs: http://mirror.example/debian-security\nSuites: bookworm-security\nComponents: main'),
        stanza('URIs: http://off.example/debian\nSuites: bookworm\nComponents: main\nEnabled: no'),
        `# ours\n${stanza('URIs:\n http://mirror.example/debian\n# and no other\nSuites: bookworm bookworm-updates\nComponents: main\n contrib')}`,
      ].join('\n'),
    },
    'http://mirror.example/debian',
  ],
  [
    'others beside it',
    {
      'sources.list.d/node.sources': stanza('URIs: https://deb.node.example\nSuites: nodistro\nComponents: main'),
      'sources.list.d/chrome.list': 'deb https://dl.example/chrome stable main\n',
      'sources.list.d/tool.list': 'deb https://tool.example/apt bookworm main\n',
      'sources.list.d/zz.sources': stanza('URIs: https://cache.example/debian\nSuites: bookworm\nComponents: main'),
    },
    'https://cache.example/debian',
  ],
  [
    'one that is not called so',
    { 'sources.list': 'deb https://nexus.example/repository/apt bookworm main\n' },
    'https://nexus.example/repository/apt',
  ],
  ['one that nobody fetches from', { 'sources.list': 'deb cdrom:[Debian 12]/ bookworm main\n' }, debian],
])('the mirror where %s', (_name, files, expected) => {
  expect(mirror(files)).toBe(expected)
})

test('another system has no archive of Debian', () => {
  const ubuntu = { 'sources.list': 'deb http://archive.ubuntu.com/ubuntu noble main\n' }
  expect(mirror(ubuntu, 'ID=ubuntu\nVERSION_CODENAME=noble\n')).toBe(debian)
})
