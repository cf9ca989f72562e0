import { commandFigures } from './commands.ts'
import { report } from './figure.ts'
import { logPageFigures } from './log-page.ts'
import { startFigures } from './start.ts'
import { streamFigures } from './stream-fanout.ts'

/** `npm run bench`: each figure with what it is compared to in the same run. */
report([
  ...(await startFigures()),
  ...(await commandFigures()),
  ...(await logPageFigures()),
  ...(await streamFigures()),
])
