import { Fault } from '../../core/error.ts'
import type { ImageBuild } from '../../core/ports/containers.ts'
import { BuildLines } from './build-lines.ts'
import type { Dock } from './dock.ts'
import { dockerfile } from './dockerfile.rule.ts'
import { locate } from './find-image.ts'
import { allLogins } from './login.ts'
import { readReference } from './reference.rule.ts'
import { refusal } from './refusal.rule.ts'
import { stepsOf } from './steps.ts'
import { tarOf } from './tar.ts'

/** The classic builder: every engine has it, and it takes a base that was made on the server. */
export async function buildImage(dock: Dock, build: ImageBuild, progress: (line: string) => void): Promise<void> {
  const pinned = `${readReference(build.base.reference).name}@${build.base.digest}`
  const base = await locate(dock, pinned)
  if (!base) throw new Fault('image_not_found', { ...dock.place, image: pinned })
  const { apt, pip } = build
  const files = dockerfile({ base: base.id, user: base.user, apt, pip, mirrors: dock.equipment.mirrors })
  const about = { what: `build the image ${build.reference}` }
  const query = { t: build.reference, rm: '1', forcerm: '1', labels: JSON.stringify(build.labels) }
  const headers = allLogins(dock.equipment.registries)
  const said: string[] = []
  const lines = new BuildLines((line) => {
    said.push(line)
    if (said.length > 50) said.shift()
    progress(line)
  })
  for await (const { said: text, error } of stepsOf(dock, {
    method: 'POST',
    path: '/build',
    query,
    headers,
    body: tarOf(files),
    about,
  })) {
    lines.add(text)
    if (error === '') continue
    lines.end()
    throw failed(dock, error, said)
  }
  lines.end()
  if (!(await locate(dock, build.reference))) throw failed(dock, 'it made no image', said)
}

/** What a full disk or an engine says is another thing than what apt or pip say; theirs is in the lines before. */
function failed(dock: Dock, error: string, said: readonly string[]): Fault {
  const known = refusal(
    500,
    [error, ...said.filter((line) => /no space left/i.test(line))].join('\n'),
    { what: 'build' },
    dock.place,
  )
  if (known.code === 'disk_full') return known
  const why = said.findLast((line) => /^(?:E:|ERROR:)|error:/i.test(line)) ?? error
  return new Fault('build_failed', { ...dock.place, why: why.replace(/\.$/, '') })
}
