import { serverCleanup } from '../cleanup/cleanup.operation.ts'
import { serverAdd } from './add.operation.ts'
import { serverCheck } from './check.operation.ts'
import { serverConfigure } from './configure.operation.ts'
import { serverDelete } from './delete.operation.ts'
import { serverExec } from './exec.operation.ts'
import { serverKey } from './key.operation.ts'
import { serverList } from './list.operation.ts'
import { serverShow } from './show.operation.ts'
import { serverTrust } from './trust.operation.ts'

export const serverOperations = [
  serverKey,
  serverAdd,
  serverTrust,
  serverCheck,
  serverList,
  serverShow,
  serverConfigure,
  serverCleanup,
  serverExec,
  serverDelete,
]
