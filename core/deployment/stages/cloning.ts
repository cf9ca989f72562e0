import { type Deploy, type DeployStage, patient, redeployStops, took } from '../deploy.stage.ts'
import { codeOf, folderOf } from '../names.rule.ts'
import { pointerLine } from '../outlook.rule.ts'
import type { RepositoryLevel, Source } from '../release.ts'
import { stays } from './way-back.ts'

const deadlineMs = 600_000

/** Repositories that many projects share, one after the other, with their places in the line. */
function shared(level: Exclude<RepositoryLevel, 'project'>, word: string, expectedMs: number): DeployStage {
  const id = level === 'platform' ? 'cloning_platform_repos' : 'cloning_org_repos'
  return {
    id,
    title: level === 'platform' ? 'Cloning platform repositories' : 'Cloning organization repositories',
    description: `The addons of the ${level}`,
    needs: ['connecting'],
    stops: redeployStops,
    deadlineMs,
    idleMs: 300_000,
    retries: patient,
    expectedMs,
    done: (work) => allThere(work, of(work, level)),
    async run(work) {
      const since = work.now()
      const sources = of(work, level)
      if (sources.length === 0) return work.say('info', `There are no ${level} addon repositories`)
      work.say('info', `Cloning ${sources.length} ${level} addon repositories...`)
      for (const [index, source] of sources.entries()) {
        const place = `[${index + 1}/${sources.length}]`
        const began = work.now()
        work.say('info', `${place} Cloning ${source.name} (${source.branch})...`)
        await checkOut(work, id, source)
        work.say('info', `${place} ${source.name} ready ${took(work, began)}`)
      }
      work.say('info', `All ${sources.length} ${word} repos ready ${took(work, since)}`)
    },
    clean: (work) => removeMade(work, id),
  }
}

export const cloningPlatformRepos = shared('platform', 'platform', 5600)
export const cloningOrgRepos = shared('organization', 'organization', 5000)

export const cloningRepo: DeployStage = {
  id: 'cloning_repo',
  title: 'Cloning project repository',
  description: 'The code of the project, at the commit that was planned',
  needs: ['connecting'],
  deadlineMs,
  idleMs: 300_000,
  retries: patient,
  expectedMs: 4200,
  done: (work) => allThere(work, of(work, 'project')),
  async run(work) {
    const since = work.now()
    const { hash, message, author, authorEmail, at, branch } = work.input.git
    work.say('info', 'Cloning project repository...')
    for (const source of of(work, 'project')) await checkOut(work, cloningRepo.id, source)
    work.say('info', `Project repository cloned ${took(work, since)}`)
    work.say('info', `Commit: ${hash.slice(0, 7)} by ${author} - ${message}`, {
      git_commit: hash,
      git_message: message,
      git_branch: branch,
      committer_name: author,
      committer_email: authorEmail,
      commit_date: new Date(at).toISOString(),
    })
  },
  clean: (work) => removeMade(work, cloningRepo.id),
}

function of(work: Deploy, level: RepositoryLevel): Source[] {
  return work.input.sources.filter((source) => source.level === level)
}

async function allThere(work: Deploy, sources: readonly Source[]): Promise<boolean> {
  if (sources.length === 0) return false
  const { repositories } = await work.host()
  const commits = await Promise.all(sources.map((source) => repositories.checkedOut(folderOf(work.input, source))))
  return sources.every((source, index) => commits[index] === source.commit.hash)
}

async function checkOut(work: Deploy, stage: string, source: Source): Promise<void> {
  const { repositories } = await work.host()
  const folder = folderOf(work.input, source)
  // Of one alone it is known: the stage asked for it a moment ago.
  const isAlone = work.input.sources.filter(({ level }) => level === source.level).length === 1
  if (!isAlone && (await repositories.checkedOut(folder)) === source.commit.hash) return
  // Another release may have the same: what was there before this job is nobody's to take away.
  work.keep({ folders: [...made(work, stage), folder] })
  const { url, branch, commit } = source
  await repositories.checkOut({ url, branch, commit: commit.hash, folder }, (line) =>
    work.say('debug', `${source.name}: ${line}`),
  )
  for (const line of pointerLine(source)) work.say('warning', line)
}

function made(work: Deploy, stage: string): string[] {
  const kept = work.kept(stage)
  const folders = kept !== null && typeof kept === 'object' && 'folders' in kept ? kept.folders : null
  return Array.isArray(folders) ? folders.filter((one) => typeof one === 'string') : []
}

async function removeMade(work: Deploy, stage: string): Promise<void> {
  if (await stays(work)) return
  const { files } = await work.host()
  const running = work.input.sources.filter((one) => work.input.before?.code.includes(codeOf(one)))
  const needed = running.map((one) => folderOf(work.input, one))
  for (const folder of made(work, stage)) if (!needed.includes(folder)) await files.remove(folder)
}
