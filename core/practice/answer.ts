import { Fault } from '../error.ts'
import type { House } from '../house.ts'
import type { Job } from '../job/job.ts'
import { acts } from './acts.ts'
import type { PracticeCall } from './call.ts'
import { costOf } from './cost.rule.ts'
import { faultFrom } from './fault.rule.ts'
import type { Act, Acts, Question, Questions } from './given.ts'
import { type HoldTold, untilReleased } from './hold.ts'
import { pause } from './pause.ts'
import { questions } from './questions.ts'
import { ChangingThings, Things } from './thing.ts'

const untold: HoldTold = { held: () => {}, released: () => {} }

/** Answers a worker's call to a practice server from its rows. */
export async function answerPractice(
  house: House,
  job: Job,
  { stage, call, given }: PracticeCall,
  signal: AbortSignal,
  told: HoldTold = untold,
): Promise<unknown> {
  const { serverId } = job
  if (serverId === null) throw new Error(`#${job.number} has no server`)
  const things = new Things(house.store.reading, serverId)
  if (isQuestion(call)) {
    const answer = await asked(call, things, given)
    if (isNothing(answer) || !decides.has(call)) return answer
    // Nothing will be done in a stage that is done already: then this is where it is held or goes wrong.
    await untilReleased(house, serverId, stage, signal, told)
    await goesWrong(house, { serverId, stage, call, about: aboutOf(given) })
    return answer
  }
  if (!isAct(call)) throw new Error(`#${job.number} asked a practice server for ${call}, which it does not know`)
  await untilReleased(house, serverId, stage, signal, told)
  const about = aboutOf(given)
  const wrong = await goesWrong(house, { serverId, stage, call, about })
  if (wrong) return wrong.answer
  await pause(costOf(stage, call, await circumstance(things, job, about)) / house.practiceSpeed, signal)
  return house.store.write(async (rows) => {
    // One act after the other on one server: two that make the same thing at once would clash.
    await rows.next(`practice:${serverId}`, 0)
    // Whoever holds a lower fence may not act here either.
    if (!(await rows.job.one({ id: job.id, fence: job.fence })))
      throw new Fault('worker_lost', { id: `#${job.number}` })
    const owner = { instanceId: job.instanceId, jobId: job.id }
    const result = await done(call, new ChangingThings(house, rows, serverId, owner), given)
    const id = house.chance.id()
    const at = house.clock.now()
    await rows.practiceAct.insert({ id, serverId, jobId: job.id, stage, call, about, fence: job.fence, at })
    return result ?? null
  })
}

/** Questions by which a stage finds that what it wants is there. */
const decides: ReadonlySet<Question> = new Set([
  'networks.find',
  'images.find',
  'containers.find',
  'databases.look',
  'repositories.checkedOut',
  'proxy.prepared',
  'dns.find',
  'dns.resolve',
])

/** What somebody set to go wrong. One of a number of times is used up by it. */
async function goesWrong(
  house: House,
  { serverId, stage, call, about }: { serverId: string; stage: string; call: string; about: string },
): Promise<{ answer: unknown } | null> {
  const { reading } = house.store
  const fault = await reading.practiceFault.one({ serverId, stage })
  if (!fault) return null
  const isHealth = fault.text.trim().toLowerCase() === 'health check failed'
  if (isHealth && stage === 'health_check' && call !== 'containers.probe') return null
  if (fault.times !== null) {
    await house.store.write(async (rows) => {
      const now = await rows.practiceFault.one({ id: fault.id })
      if (!now || now.times === null) return
      if (now.times > 1) await rows.practiceFault.update({ id: fault.id }, { times: now.times - 1 })
      else await rows.practiceFault.remove({ id: fault.id })
    })
  }
  if (isHealth && call === 'containers.probe') return { answer: { status: 503 } }
  const server = await reading.server.one({ id: serverId })
  throw faultFrom(fault.text, { stage, server: server?.name ?? 'the practice server', about })
}

async function circumstance(things: Things, job: Job, about: string) {
  const name = about.replace(/[@:][^/]*$/, '')
  const images = await things.all('image')
  const route = job.instanceId ? await things.find('route', job.instanceId) : null
  return {
    about,
    cached: images.some((image) => image.name.startsWith(`${name}@`)),
    redeploy: route !== null && route.serves !== null,
  }
}

/** In a word, what a call is about: a name, a path, an address. */
function aboutOf(given: unknown): string {
  if (given === null || typeof given !== 'object') return ''
  const facts = new Map<string, unknown>(Object.entries(given))
  const names = ['folder', 'url', 'reference', 'path', 'name', 'file', 'container', 'instance']
  const found = names.map((name) => facts.get(name)).find((value) => typeof value === 'string')
  return typeof found === 'string' ? found : ''
}

/** Not there, or a database that nothing is in yet: there is something to do then. */
function isNothing(answer: unknown): boolean {
  if (Array.isArray(answer)) return answer.length === 0
  return answer === null || (typeof answer === 'object' && 'initialised' in answer && answer.initialised === false)
}

function isQuestion(call: string): call is Question {
  return Object.hasOwn(questions, call)
}

function isAct(call: string): call is Act {
  return Object.hasOwn(acts, call)
}

/** The named boundary: who calls fills in what goes with the call, see `adapters/practice/host.ts`. */
function asked<Name extends Question>(call: Name, things: Things, given: unknown): Promise<unknown> {
  return questions[call](things, given as Questions[Name])
}

function done<Name extends Act>(call: Name, things: ChangingThings, given: unknown): Promise<unknown> {
  return acts[call](things, given as Acts[Name])
}
