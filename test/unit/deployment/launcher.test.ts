import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { launcherText, ownMount } from '../../../core/deployment/launcher.rule.ts'
import { codeWord, modulesFile } from '../../../core/deployment/names.rule.ts'
import { readerText } from '../../../core/deployment/reader.rule.ts'
import { listedWord } from '../../../core/deployment/update-list.rule.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pilothouse-launcher-'))
  const here = launcherText.replaceAll(ownMount, folder).replace('/proc/meminfo', join(folder, 'meminfo'))
  writeFileSync(join(folder, 'start.sh'), here)
  memory(4_000_000)
  writeFileSync(join(folder, 'start.py'), readerText.replaceAll(ownMount, folder))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const memory = (availableKb: number) =>
  writeFileSync(join(folder, 'meminfo'), `MemTotal: 8000000 kB\nMemAvailable:  ${availableKb} kB\n`)

const python = `#!/usr/bin/python3
import os, sys, time
if __name__ == "__main__":
    print("odoo", *sys.argv[1:], time.tzname[0], os.path.basename(sys.argv[0]), flush=True)
`
const shell = '#!/bin/sh\necho "odoo $*"\n'

interface Given {
  words?: string[]
  environment?: Record<string, string>
}

/** Starts it as its container does, with an `odoo` of ours; says when it waits, by what it runs in. */
function started(odoo: string, word: string, given: Given = {}) {
  const { words = ['-u', 'sale, crm'], environment = {} } = given
  writeFileSync(join(folder, 'odoo'), odoo)
  chmodSync(join(folder, 'odoo'), 0o755)
  const python = { PYTHONPATH: join(folder, 'library'), TZ: 'Asia/Tokyo', ...environment }
  const child = spawn('sh', [join(folder, 'start.sh'), word, ...words], {
    env: { PATH: `${folder}:${process.env['PATH'] ?? ''}`, ...python },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  return { child, said: () => said, ended: once(child, 'exit') }
}

/** Whole or not at all. */
const give = (word: string, text = '') => {
  writeFileSync(join(folder, 'given'), text)
  renameSync(join(folder, 'given'), join(folder, word))
}

test('an image without Odoo is said', async () => {
  const child = spawn('/bin/sh', [join(folder, 'start.sh'), 'word'], { env: { PATH: folder }, stdio: 'pipe' })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  expect([await once(child, 'close'), said]).toEqual([[127, null], 'there is no command odoo in this image\n'])
})

test('where memory is scarce nothing is read ahead', async () => {
  memory(500_000)
  writeFileSync(join(folder, 'start.py'), 'raise SystemExit("read ahead")')
  const { said, ended } = started(python, 'word')
  give('word')
  expect(await ended).toEqual([0, null])
  expect(said()).toMatch(/^odoo -u sale, crm/)
})

describe.each([
  ['Python', python, 'odoo -u sale, crm UTC odoo\n'],
  ['a shell', shell, 'odoo -u sale, crm\n'],
])('an Odoo in %s', (_what, odoo, expected) => {
  test('starts with its own words once there is the word for it, and not by another one', async () => {
    give('word')
    const { said, ended } = started(odoo, 'word-job')
    const early = await Promise.race([ended, new Promise((resolve) => setTimeout(() => resolve('waits'), 300))])
    expect([early, said()]).toEqual(['waits', ''])
    give('word-job')
    expect(await ended).toEqual([0, null])
    expect(said()).toBe(expected)
  })

  test('starts at once where the word is there', async () => {
    give('word')
    const { said, ended } = started(odoo, 'word')
    expect(await ended).toEqual([0, null])
    expect(said()).toMatch(/^odoo -u sale, crm/)
  })

  test('is ended while it waits', async () => {
    const { child, said, ended } = started(odoo, 'word')
    // Whenever it comes, in whichever of its steps: it never goes on to Odoo.
    setTimeout(() => child.kill('SIGTERM'), 50)
    const [code, signal] = await ended
    expect([code === 0 || signal === 'SIGTERM', said()]).toEqual([true, ''])
  })
})

test('where the kernel cannot tell of the word, it is looked for', async () => {
  library({})
  const none = `open(${JSON.stringify(join(folder, 'read ctypes'))}, "w").close()\nraise ImportError("not in this Python")\n`
  writeFileSync(join(folder, 'library', 'ctypes.py'), none)
  const { said, ended } = started(python, 'word')
  await read('read ctypes')
  give('word')
  expect(await ended).toEqual([0, null])
  expect(said()).toMatch(/^odoo -u sale, crm/)
})

describe('what is installed is read ahead once the code is there', () => {
  const reads = `${python.replace('print("odoo"', 'print(*[one for one in sys.modules if one.startswith("odoo.addons.")]')}`

  test('the needed first, and what this code has no more is left out', async () => {
    library({ crm: '', sale: '', web: '' })
    const { said, ended } = started(reads, 'word')
    give(codeWord)
    await read('read crm', 'read web')
    give('word')
    expect(await ended).toEqual([0, null])
    expect(said()).toMatch(/^odoo.addons.sale odoo.addons.crm odoo.addons.web (odoo.addons.base\S* )+-u sale, crm/)
  })

  test.each(['SystemError("broken")', 'SystemExit(2)'])(
    'where one ends in %s Odoo begins anew, without any',
    async (end) => {
      library({ crm: `raise ${end}`, sale: '', web: '' })
      const { said, ended } = started(reads, 'word')
      give(codeWord)
      await read('read sale')
      give('word')
      expect(await ended).toEqual([0, null])
      expect(said()).toMatch(/^-u sale, crm/)
    },
  )
})

describe('who waits for a release to come reads the modules of its image', () => {
  const reads = `${python.replace('print("odoo"', 'print(*[one for one in sys.modules if one.startswith("odoo.addons.")]')}`
  const conf = (addons: string, more = '') =>
    writeFileSync(join(folder, 'odoo.conf'), `[options]\naddons_path = ${addons}\n${more}`)

  beforeEach(() => {
    writeFileSync(join(folder, modulesFile), 'base\nhooked\nours\nweb')
    conf('/mnt/extra-addons/acme/1')
    library({})
    for (const [name, manifest] of [
      ['web', '{}'],
      ['hooked', '{"post_load": "patch"}'],
    ] as const) {
      const at = join(folder, 'library/odoo/addons', name)
      mkdirSync(at)
      writeFileSync(join(at, '__manifest__.py'), manifest)
      writeFileSync(join(at, '__init__.py'), `open(${JSON.stringify(folder)} + "/read ${name}", "w").close()`)
    }
  })

  test('and leaves to Odoo what is ours, or calls for more than reading', async () => {
    const { said, ended } = started(reads, 'word')
    await read('read web')
    conf('/mnt/extra-addons/acme/2')
    give('word')
    expect(await ended).toEqual([0, null])
    expect(said()).toMatch(/^odoo.addons.web (odoo.addons.base\S* )*-u sale, crm/)
    expect(existsSync(join(folder, 'read hooked'))).toBe(false)
  })

  test('and begins anew where reading one has read what calls for more', async () => {
    const text = `import odoo.addons.hooked\nopen(${JSON.stringify(folder)} + "/read web", "w").close()`
    writeFileSync(join(folder, 'library/odoo/addons/web/__init__.py'), text)
    const { said, ended } = started(reads, 'word')
    await read('read web', 'read hooked')
    give('word')
    expect(await ended).toEqual([0, null])
    expect(said()).toMatch(/^-u sale, crm/)
  })

  test.each([true, false])(
    'and begins anew where that release has other settings (its code said before: %s)',
    async (code) => {
      const { said, ended } = started(reads, 'word')
      await read('read web')
      conf('/mnt/extra-addons/acme/1', 'websocket_rate_limit_burst = 100\n')
      if (code) give(codeWord)
      give('word')
      expect(await ended).toEqual([0, null])
      expect(said()).toMatch(/^-u sale, crm/)
    },
  )
})

test('Odoo ends when what it still has under way is done, and has said its last', async () => {
  const finishing = `#!/usr/bin/python3
import atexit, sys, threading, time
if __name__ == "__main__":
    atexit.register(print, "last", flush=True)
    threading.Thread(target=lambda: (time.sleep(0.3), print("a request", flush=True))).start()
    sys.exit(4)
`
  library({ web: '' })
  const { said, ended } = started(finishing, 'word')
  give(codeWord)
  await read('read web')
  give('word')
  expect(await ended).toEqual([4, null])
  expect(said()).toBe('a request\nlast\n')
})

describe('before an update Odoo lists its modules', () => {
  const update = `#!/usr/bin/python3
import sys
def upgrade():
    from odoo.addons.base.models.ir_module import Model
    Model().update_list()
    Model().button_upgrade()
    Model().update_list()
    return 3
if __name__ == "__main__":
    sys.exit(upgrade())
`
  const everything = 'sale /usr/lib, mine /mnt/extra-addons/acme/1, kept /var/lib/odoo/addons/19.0'
  const outside = 'mine /mnt/extra-addons/acme/1, kept /var/lib/odoo/addons/19.0'

  test.each([
    ['once, all of them', '', false, everything],
    ['once, and only what is not of the image it had before', listedWord, false, outside],
    ['the same in its earlier versions', listedWord, true, outside],
  ])('%s', async (_what, told, old, listed) => {
    library({ web: '' }, old)
    const { said, ended } = started(update, 'word', { words: ['-u', 'sale', '--stop-after-init'] })
    give(codeWord)
    await read('read web')
    give('word', told)
    expect(await ended).toEqual([3, null])
    expect(said()).toBe(`${listed}\nupgraded\n${listed}\n`)
  })

  test('as it always does where it is another Odoo than we know', async () => {
    library({ web: '' })
    writeFileSync(join(folder, 'library/odoo/addons/base/models/ir_module.py'), 'class Model: pass')
    const { said, ended } = started(python, 'word')
    give(codeWord)
    await read('read web')
    give('word')
    expect(await ended).toEqual([0, null])
    expect(said()).toBe('odoo -u sale, crm UTC odoo\n')
  })
})

/** Where Odoo looks for modules, and what finds all of them. */
const finding = `
import odoo.addons
where = {"/usr/lib": "sale", "/mnt/extra-addons/acme/1": "mine", "/var/lib/odoo/addons/19.0": "kept"}
class Manifest:
    @staticmethod
    def all_addon_manifests():
        return [where[path] + " " + path for path in odoo.addons.__path__ if path in where]`

/** As much of its list of modules as an update takes. */
const listing = `
import odoo.addons, odoo.modules
odoo.addons.__path__.extend(odoo.modules.where)
class Model:
    _name = "ir.module.module"
    def update_list(self):
        home = getattr(odoo.modules, "Manifest", None)
        print(*(home.all_addon_manifests() if home else odoo.modules.get_modules()), sep=", ", flush=True)
    def button_upgrade(self):
        self.update_list()
        print("upgraded", flush=True)`

/** When all of these have left their trace. */
async function read(...traces: string[]): Promise<void> {
  const missing = () => traces.filter((trace) => !existsSync(join(folder, trace)))
  await vi.waitFor(() => expect(missing()).toEqual([]), { timeout: 30_000, interval: 20 })
}

/** As much of Odoo as reading takes: three modules are installed, `gone` is not in this code. */
function library(addons: Readonly<Record<string, string>>, old = false): void {
  const rows = '[("crm", "sale"), ("gone", None), ("sale", None), ("web", None)]'
  const files: Record<string, string> = {
    'odoo/__init__.py': 'from . import tools',
    'odoo/http.py': '',
    'odoo/cli/__init__.py': '',
    'odoo/cli/server.py': '',
    'odoo/service/__init__.py': '',
    'odoo/service/server.py': 'def load_server_wide_modules(): pass',
    'odoo/tools/__init__.py': `
class Config(dict):
    def _parse_config(self, args):
        assert args[0] == "-u", args
        self["data_dir"] = "/var/lib/odoo"
        self["db_name"] = "acme"
config = Config()`,
    'odoo/sql_db.py': `
from contextlib import contextmanager
class Cursor:
    def execute(self, text): pass
    def fetchall(self): return ${rows}
class Connection:
    @contextmanager
    def cursor(self): yield Cursor()
def db_connect(name): return Connection()
def close_db(name): assert name == "acme"`,
    'odoo/modules/__init__.py': `${finding}\n${old ? 'get_modules = Manifest.all_addon_manifests; del Manifest' : ''}`,
    'odoo/modules/registry.py': '',
    'odoo/modules/module.py': `
import importlib
def initialize_sys_path(): pass
def load_openerp_module(name): importlib.import_module("odoo.addons." + name)`,
    'odoo/addons/__init__.py': '',
    'odoo/addons/base/__init__.py': '',
    'odoo/addons/base/models/__init__.py': '',
    'odoo/addons/base/models/ir_module.py': listing,
  }
  for (const [name, text] of Object.entries(addons))
    files[`odoo/addons/${name}.py`] = `open(${JSON.stringify(folder)} + "/read ${name}", "w").close()\n${text}`
  // Not beside the script called \`odoo\`.
  for (const [path, text] of Object.entries(files)) {
    const at = join(folder, 'library', path)
    mkdirSync(dirname(at), { recursive: true })
    writeFileSync(at, text)
  }
}
