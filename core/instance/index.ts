import { instanceConfigure } from './configure.operation.ts'
import { instanceCreate } from './create.operation.ts'
import { instanceList } from './list.operation.ts'
import { instanceShow } from './show.operation.ts'
import { instanceSize } from './size.operation.ts'

export const instanceOperations = [instanceCreate, instanceList, instanceShow, instanceConfigure, instanceSize]
