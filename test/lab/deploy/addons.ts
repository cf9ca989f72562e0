import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { GitHost } from '../git-host.ts'

export interface Module {
  depends?: readonly string[]
  version?: string
  /** What its pages show, so that one sees which code answers. */
  mark: string
  /** Python that runs before all else of it, whenever it is loaded. */
  code?: string
  /** More files, by their path in the module. */
  files?: Readonly<Record<string, string>>
}

/** What the stand-in's login page tells of each module by itself, the real one tells by this. */
const page = (name: string) => `from odoo import http

try:
    from odoo.addons.web.controllers.home import Home
except ImportError:
    Home = None

if Home:
    class Page(Home):
        @http.route()
        def web_login(self, *args, **kwargs):
            from odoo.addons import ${name}
            response = super().web_login(*args, **kwargs)
            response.flatten()
            cr = http.request.env.cr
            cr.execute("SELECT latest_version FROM ir_module_module WHERE name = '${name}'")
            told = f'\\n${name}={cr.fetchone()[0]}:{${name}.MARK}\\n'
            response.set_data(response.get_data(as_text=True) + told)
            return response
`

/** A repository of addons as somebody at a desk has it: files are changed, committed, pushed. */
export class Addons {
  readonly folder = mkdtempSync(join(tmpdir(), 'pilothouse-addons-'))
  readonly url: string

  constructor(
    host: GitHost,
    readonly name: string,
  ) {
    const bare = host.make(name)
    this.url = host.url(name)
    this.#git('init', '-q', '-b', 'main')
    this.#git('remote', 'add', 'origin', bare)
  }

  module(name: string, { depends = ['base'], version = '19.0.1.0.0', mark, code = '', files = {} }: Module): this {
    const manifest = `{\n    'name': '${name}',\n    'version': '${version}',\n    'depends': [${depends.map((one) => `'${one}'`).join(', ')}],\n    'license': 'LGPL-3',\n    'installable': True,\n}\n`
    this.write(`${name}/__manifest__.py`, manifest)
    this.write(`${name}/__init__.py`, `${code}MARK = '${mark}'\nfrom . import page\n`)
    this.write(`${name}/page.py`, page(name))
    for (const [path, text] of Object.entries(files)) this.write(`${name}/${path}`, text)
    return this
  }

  write(path: string, text: string): this {
    const file = join(this.folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    return this
  }

  /** Pushed to a branch; answers the commit. */
  push(message: string, branch = 'main'): string {
    this.#git('add', '-A')
    this.#git('-c', 'user.name=Maria Rossi', '-c', 'user.email=maria@example.com', 'commit', '-qm', message)
    this.#git('push', '-q', 'origin', `HEAD:refs/heads/${branch}`)
    return this.#git('rev-parse', 'HEAD').trim()
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  #git(...words: string[]): string {
    return execFileSync('git', ['-C', this.folder, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  }
}
