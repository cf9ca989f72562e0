import { commandFigures } from './commands.ts'
import { report } from './figure.ts'
import { startFigures } from './start.ts'

/** `npm run bench`: each figure with what it is compared to in the same run. */
report([...(await startFigures()), ...(await commandFigures())])
