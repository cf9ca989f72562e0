import type { RemoteHost } from '../ports/host.ts'
import type { Reading } from '../ports/store.ts'
import type { Question, Questions } from './given.ts'
import { questions } from './questions.ts'
import { Things } from './thing.ts'

/** A practice server, to look at without a job: whatever changes it is refused. */
export function practiceLook(
  reading: Pick<Reading, 'practiceThing'>,
  serverId: string,
): Pick<RemoteHost, 'files' | 'containers' | 'images' | 'run'> {
  const things = new Things(reading, serverId)
  // The named boundary: who answers fills the same port.
  const ask = <Answer, Call extends Question = Question>(call: Call, given: Questions[Call]) =>
    questions[call](things, given) as Promise<Answer>
  const no = () => Promise.reject(new Error('a look changes nothing'))
  return {
    run: (command) => ask('run', { command }),
    files: {
      print: (path) => ask('files.print', { path }),
      read: (path) => ask('files.read', { path }),
      list: (path) => ask('files.list', { path }),
      write: no,
      makeFolder: no,
      rename: no,
      remove: no,
    },
    containers: {
      engine: () => ask('containers.engine', null),
      list: (labels = {}) => ask('containers.list', { labels }),
      find: (name) => ask('containers.find', { name }),
      log: (name) => ask('containers.log', { name }),
      create: no,
      start: no,
      stop: no,
      end: no,
      remove: no,
      limit: no,
      adopt: no,
      exec: no,
      begin: no,
      ahead: no,
      once: no,
      probe: no,
    },
    images: {
      find: (reference) => ask('images.find', { reference }),
      resolve: (reference) => ask('images.resolve', { reference }),
      pull: no,
      build: no,
      removeUnused: no,
    },
  }
}
