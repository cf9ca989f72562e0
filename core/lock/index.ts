import { lockAsk } from './ask.operation.ts'
import { lockList } from './list.operation.ts'
import { instanceLock } from './lock.operation.ts'
import { lockTake } from './take.operation.ts'
import { lockTell } from './tell.operation.ts'
import { instanceUnlock } from './unlock.operation.ts'

export const lockOperations = [lockList, instanceLock, instanceUnlock, lockTake, lockAsk, lockTell]
