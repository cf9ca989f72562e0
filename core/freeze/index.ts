import { freezeAdd } from './add.operation.ts'
import { freezeList } from './list.operation.ts'
import { freezeRemove } from './remove.operation.ts'

export const freezeOperations = [freezeList, freezeAdd, freezeRemove]
