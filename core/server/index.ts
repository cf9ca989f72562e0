import { serverAdd } from './add.operation.ts'
import { serverCheck } from './check.operation.ts'
import { serverKey } from './key.operation.ts'
import { serverShow } from './show.operation.ts'
import { serverTrust } from './trust.operation.ts'

export const serverOperations = [serverKey, serverAdd, serverTrust, serverCheck, serverShow]
