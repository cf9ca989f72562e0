import { noHost } from '../../jobs/run/hosts.ts'
import { serve } from '../../jobs/thread.ts'
import { emptyDeploy } from './emptied.ts'

/** A worker thread whose stages do nothing. */
serve({ pipelineNamed: () => emptyDeploy, hostsOf: () => noHost })
