import { environmentAutomate } from './automate.operation.ts'
import { environmentCreate } from './create.operation.ts'
import { environmentDestroy } from './destroy.operation.ts'
import { environmentList } from './list.operation.ts'
import { environmentShow } from './show.operation.ts'

export const environmentOperations = [
  environmentCreate,
  environmentList,
  environmentShow,
  environmentAutomate,
  environmentDestroy,
]
