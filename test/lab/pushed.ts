import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Somebody's own clone of a repository, to push from. */
export class Pusher {
  readonly folder = mkdtempSync(join(tmpdir(), 'pilothouse-pusher-'))
  readonly #bare: string

  constructor(bare: string) {
    this.#bare = bare
    this.git('init', '-q', '-b', 'main')
    this.git('remote', 'add', 'origin', bare)
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }))
  }

  /** Writes files (null takes one away), commits and pushes; answers the commit. */
  push(files: Record<string, string | null | { link: string }>, { branch = 'main', message = 'Change' } = {}): string {
    for (const [path, content] of Object.entries(files)) {
      const at = join(this.folder, path)
      mkdirSync(dirname(at), { recursive: true })
      rmSync(at, { force: true })
      if (typeof content === 'string') writeFileSync(at, content)
      else if (content !== null) symlinkSync(content.link, at)
    }
    this.git('add', '-A')
    this.git('commit', '-q', '--allow-empty', '-m', message)
    this.git('push', '-q', '-f', 'origin', `HEAD:refs/heads/${branch}`)
    return this.git('rev-parse', 'HEAD').trim()
  }

  git(...words: string[]): string {
    const who = ['-c', 'user.name=Ines Weber', '-c', 'user.email=ines@example.com', '-c', 'protocol.file.allow=always']
    return execFileSync('git', ['-C', this.folder, ...who, ...words], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: this.folder, GIT_CONFIG_NOSYSTEM: '1' },
    })
  }

  get bare(): string {
    return this.#bare
  }
}

export function manifest(more = ''): string {
  return `# -*- coding: utf-8 -*-\n{\n    'name': 'One', # a comment\n    'version': '19.0.1.0.0',\n    'depends': ['base'],\n${more}}\n`
}
