import { chatFigures } from './chat-calls.ts'
import { commandFigures } from './commands.ts'
import { reportDeploys } from './deploy/deploys.ts'
import { jobFigures } from './engine-jobs.ts'
import { overheadFigures } from './engine-overhead.ts'
import { report } from './figure.ts'
import { logPageFigures } from './log-page.ts'
import { writeFigures } from './log-write.ts'
import { remoteFigures } from './remote-call.ts'
import { startFigures } from './start.ts'
import { streamFigures } from './stream-fanout.ts'
import { timelineFigures } from './timeline.ts'

/** `npm run bench`: each figure with what it is compared to in the same run; `npm run bench -- deploys`: those alone. */
if (process.argv[2] === 'deploys') await reportDeploys()
else await all()

async function all(): Promise<void> {
  // Three minutes in real time, in which little happens: the others are measured beside it, the quiet ones first.
  const chat = chatFigures()
  for (const figures of [
    startFigures,
    overheadFigures,
    timelineFigures,
    commandFigures,
    streamFigures,
    writeFigures,
    jobFigures,
    logPageFigures,
    remoteFigures,
  ])
    report(await figures())
  report(await chat)
  // Last, and with nothing beside them: they take all of the machine.
  await reportDeploys()
}
