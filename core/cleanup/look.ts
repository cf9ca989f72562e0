import { namesOf, odooName } from '../deployment/names.rule.ts'
import { Fault } from '../error.ts'
import { pinned } from '../ports/containers.ts'
import type { RemoteHost } from '../ports/host.ts'
import { labelNames, spareLabel } from '../ports/labels.ts'
import type { Reading } from '../ports/store.ts'
import type { Cleanup, InstanceCleanup } from './cleanup.ts'
import type { History } from './history.ts'
import { type Limits, type Wanted, wantedOf } from './retention.rule.ts'

type Looked = Pick<RemoteHost, 'files' | 'containers' | 'images' | 'run'>

/** What lies there of these instances and is wanted by nobody any more. */
export async function cleanupFor(
  reading: Reading,
  host: Looked,
  histories: readonly History[],
  limits: Limits,
  now: number,
): Promise<Cleanup> {
  const each = await Promise.all(
    histories.map(async (history) => {
      const wanted = wantedOf(history.line, history.open, limits, now)
      return { wanted, history, cleanup: await instanceCleanup(host, history, wanted) }
    }),
  )
  return { instances: each.map(({ cleanup }) => cleanup), images: await unusedImages(reading, host, each) }
}

async function instanceCleanup(host: Looked, history: History, wanted: Wanted): Promise<InstanceCleanup> {
  const { instance, line, watched, open } = history
  const [{ release: runs }, before] = line
  const names = namesOf(runs)
  const there = await host.files.list(names.releases)
  const ready = [runs.id, ...(watched && before ? [before.release.id] : []), ...open.map(({ id }) => id)]
  const old = there.filter((id) => !ready.includes(id)).map((id) => odooName(instance.id, id))
  // Odoo that waits, or waited for its release, finds its folder by this name.
  const standing = await host.containers.list({ [labelNames.instance]: instance.id })
  const waited = standing.filter(({ name }) => !old.includes(name)).map(({ labels }) => labels[spareLabel])
  // One that was broken off bears the name of what it would have become.
  const listed = (await host.files.list(names.dumps)).map((file) => `${names.dumps}/${file.replace(/\.part$/, '')}`)
  const dumps = [...new Set(listed)].filter((file) => file.endsWith('.dump') && file !== names.pristine)
  const sources = await host.files.list(names.code)
  const code = await Promise.all(
    sources.map(async (source) => (await host.files.list(`${names.code}/${source}`)).map((at) => `${source}/${at}`)),
  )
  const folders = [
    ...there.filter((id) => !wanted.releases.has(id) && !waited.includes(id)).map((id) => `${names.releases}/${id}`),
    ...code
      .flat()
      .filter((one) => !wanted.code.has(one))
      .map((one) => `${names.code}/${one}`),
  ]
  const files = dumps.filter((file) => !wanted.dumps.has(file))
  return {
    id: instance.id,
    path: runs.instance.path,
    runs: runs.id,
    containers: await present(old, (name) => host.containers.find(name)),
    folders,
    files,
    kilobytes: await sizeOf(host, [...folders, ...files]),
  }
}

async function present(names: readonly string[], find: (name: string) => Promise<unknown>): Promise<string[]> {
  const found = await Promise.all(names.map(async (name) => ((await find(name)) === null ? [] : [name])))
  return found.flat()
}

const lookMs = 20_000

/** What may not be read is not counted. Null where nothing could be, or not in this time: it is cleaned all the same. */
async function sizeOf(host: Looked, paths: readonly string[]): Promise<number | null> {
  if (paths.length === 0) return 0
  const output = await counted(host, paths)
  const sizes = output.split('\n').flatMap((line) => /^(\d+)\s/.exec(line)?.[1] ?? [])
  return sizes.length === 0 ? null : sizes.reduce((sum, size) => sum + Number(size), 0)
}

async function counted(host: Looked, paths: readonly string[]): Promise<string> {
  try {
    return (await host.run(['du', '-sk', '--', ...paths], { deadlineMs: lookMs })).output
  } catch (error) {
    if (error instanceof Fault && error.code === 'timed_out') return ''
    throw error
  }
}

interface Each {
  wanted: Wanted
  history: History
}

/** What our deploys pulled or built, and no release that is wanted stands upon. Others' images are not ours to see. */
async function unusedImages(reading: Reading, host: Looked, each: readonly Each[]): Promise<string[]> {
  const instanceIds = each.map(({ history }) => history.instance.id)
  const jobs = await reading.job.find({ instanceId: { in: instanceIds }, state: { in: ['success', 'failed'] } })
  const stages = await reading.stage.find({
    jobId: { in: jobs.map(({ id }) => id) },
    stage: { in: ['pulling_image', 'creating_database', 'installing_dependencies'] },
  })
  const ours = new Set(stages.flatMap(({ kept }) => imagesIn(kept)))
  const used = new Set(each.flatMap(({ wanted, history }) => usedBy(history, wanted)))
  const ids = new Set(each.flatMap(({ wanted }) => [...wanted.releases]))
  for (const { plan, id } of jobs) {
    const release = plan.input
    const isKept = release !== null && typeof release === 'object' && 'id' in release && ids.has(String(release.id))
    if (isKept)
      for (const { jobId, kept } of stages) if (jobId === id) for (const image of imagesIn(kept)) used.add(image)
  }
  return present(
    [...ours].filter((image) => !used.has(image)),
    (image) => host.images.find(image),
  )
}

function usedBy({ line, open }: History, wanted: Wanted): string[] {
  const kept = [...line.map(({ release }) => release).filter(({ id }) => wanted.releases.has(id)), ...open]
  return kept.flatMap(({ image, postgres, pgbouncer }) => [image, postgres, pgbouncer].map(pinned))
}

/** `{ pulled: […] }` and `{ image }`, as the stages keep them. */
function imagesIn(kept: unknown): string[] {
  if (kept === null || typeof kept !== 'object') return []
  const pulled: unknown[] = 'pulled' in kept && Array.isArray(kept.pulled) ? kept.pulled : []
  const built = 'image' in kept ? [kept.image] : []
  return [...pulled, ...built].filter((one) => typeof one === 'string')
}
